"""Face recognition itself: enrol and recognise."""
