"""Pages of a PDF as a scanner would have them: grey, a little askew, a little noisy, no text behind."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

DPI, QUALITY = 170, 55


def scan(pdf: Path, target: Path) -> None:
    random = np.random.default_rng(2024)
    pages = []
    for number, page in enumerate(pdfium.PdfDocument(pdf)):
        image = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        image = image.rotate(
            (-0.5, 0.35, 0.6, -0.25)[number % 4], resample=Image.Resampling.BICUBIC, fillcolor=250
        )
        grey = (
            np.asarray(image, dtype=np.float32) * 0.93 + 8 + random.normal(0, 5, (image.height, image.width))
        )
        packed = io.BytesIO()
        Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(packed, "JPEG", quality=QUALITY)
        pages.append(Image.open(packed))
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=QUALITY)
