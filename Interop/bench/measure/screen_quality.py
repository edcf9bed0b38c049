"""How near one picture is to another."""

from __future__ import annotations

import numpy as np

#: The side of the window over which similarity is measured, in pixels.
WINDOW = 8

#: What equal pictures are given, in dB.
EXACT = 99.0


def psnr(first: np.ndarray, second: np.ndarray) -> float:
    """Of all samples that are given, in dB."""
    difference = first.astype(np.float32) - second.astype(np.float32)
    error = float(np.mean(difference * difference))
    return EXACT if error == 0 else float(10 * np.log10(255 * 255 / error))


def luma(pixels: np.ndarray) -> np.ndarray:
    """BT.601, 0…255, of blue, green, red."""
    return pixels[..., 0] * 0.114 + pixels[..., 1] * 0.587 + pixels[..., 2] * 0.299


def ssim(first: np.ndarray, second: np.ndarray) -> float:
    """The mean structural similarity of two luma planes, over square windows (Wang et al. 2004)."""

    def smooth(plane: np.ndarray) -> np.ndarray:
        sums = np.pad(np.cumsum(np.cumsum(plane, axis=0), axis=1), ((1, 0), (1, 0)))
        boxes = sums[WINDOW:, WINDOW:] - sums[:-WINDOW, WINDOW:] - sums[WINDOW:, :-WINDOW] + sums[:-WINDOW, :-WINDOW]
        return boxes / (WINDOW * WINDOW)

    one, two = first.astype(np.float64), second.astype(np.float64)
    mean_one, mean_two = smooth(one), smooth(two)
    variance_one = smooth(one * one) - mean_one * mean_one
    variance_two = smooth(two * two) - mean_two * mean_two
    covariance = smooth(one * two) - mean_one * mean_two
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    similarity = ((2 * mean_one * mean_two + c1) * (2 * covariance + c2)) / (
        (mean_one**2 + mean_two**2 + c1) * (variance_one + variance_two + c2)
    )
    return float(similarity.mean())
