"""Runs a notebook with nbclient and writes it with its outputs: runNotebook.py IN OUT [--without TAG]"""
import sys

import nbformat
from nbclient import NotebookClient

source, target, *rest = sys.argv[1:]
notebook = nbformat.read(source, 4)
if rest[:1] == ["--without"]:
    notebook.cells = [cell for cell in notebook.cells if rest[1] not in cell.metadata.get("tags", [])]
for cell in notebook.cells:
    if cell.cell_type == "code":
        cell.outputs = []
folder = source.rpartition("/")[0] or "."
NotebookClient(notebook, timeout=120, kernel_name="cellar", resources={"metadata": {"path": folder}}).execute()
nbformat.write(notebook, target)
