"""Fine-tune the recognition model on people of one's own: data, training, proof, export."""
