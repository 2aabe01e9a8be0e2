"""The methods that benchmarks/grouping.py compares, each with the least similarity of a pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import networkx
import numpy as np
from networkx.algorithms import community
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]
Way = Callable[[Vectors, float], Labels]
"""Groups (n, d) unit rows whose similarity reaches a number; equal labels are one group."""


def complete(vectors: Vectors, least: float) -> Labels:
    """SciPy's complete linkage: all pairs of a group are that similar."""
    distances = 1 - (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
    return fcluster(linkage(np.maximum(distances, 0), "complete"), 1 - least, "distance")


def average(vectors: Vectors, least: float) -> Labels:
    """scikit-learn's average linkage, blurred faces counting like sharp ones."""
    model = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=1 - least
    )
    return model.fit_predict(vectors)


def dbscan(vectors: Vectors, least: float) -> Labels:
    """scikit-learn's DBSCAN: chains of faces that are that similar."""
    return _alone(DBSCAN(eps=float(np.sqrt(2 - 2 * least)), min_samples=2).fit_predict(vectors))


def hdbscan(vectors: Vectors, _least: float) -> Labels:
    """scikit-learn's HDBSCAN, which finds the density of each group by itself."""
    model = HDBSCAN(min_cluster_size=2, min_samples=1, copy=True)
    return _alone(model.fit_predict(vectors))


def louvain(vectors: Vectors, least: float) -> Labels:
    """Networkx's Louvain communities of the graph of pairs that are that similar."""
    graph = _graph(vectors, least)
    return _labels(len(vectors), community.louvain_communities(graph, seed=0))


def label_propagation(vectors: Vectors, least: float) -> Labels:
    """Networkx's label propagation in that graph, much like Chinese whispers."""
    graph = _graph(vectors, least)
    return _labels(len(vectors), community.asyn_lpa_communities(graph, "weight", seed=0))


def _graph(vectors: Vectors, least: float) -> networkx.Graph:
    similarities = np.triu(vectors @ vectors.T, 1)
    one, other = np.nonzero(similarities >= least)
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(vectors)))
    weights = similarities[one, other].tolist()
    graph.add_weighted_edges_from(zip(one.tolist(), other.tolist(), weights, strict=True))
    return graph


def _labels(count: int, groups: Iterable[set[int]]) -> Labels:
    labels = np.empty(count, np.int64)
    for label, members in enumerate(groups):
        labels[list(members)] = label
    return labels


def _alone(labels: Labels) -> Labels:
    """Return labels where what belongs to no group, -1, is a group of its own."""
    alone = labels < 0
    labels = labels.astype(np.int64)
    labels[alone] = labels.max() + 1 + np.arange(int(alone.sum()))
    return labels


WAYS: dict[str, Way] = {
    "average linkage": average,
    "complete linkage": complete,
    "DBSCAN": dbscan,
    "HDBSCAN": hdbscan,
    "Louvain": louvain,
    "label propagation": label_propagation,
}
