"""Runs a notebook with nbclient and writes it with its outputs: runNotebook.py IN OUT [--without TAG] [--first FILE]

--without leaves cells with a tag out; --first runs a file's text as a cell before all others, which is not written."""
import argparse

import nbformat
from nbclient import NotebookClient

parser = argparse.ArgumentParser()
parser.add_argument("source")
parser.add_argument("target")
parser.add_argument("--without")
parser.add_argument("--first")
given = parser.parse_args()
notebook = nbformat.read(given.source, 4)
notebook.cells = [cell for cell in notebook.cells if given.without not in cell.metadata.get("tags", [])]
for cell in notebook.cells:
    if cell.cell_type == "code":
        cell.outputs = []
if given.first:
    with open(given.first, encoding="utf-8") as first:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(first.read()))
folder = given.source.rpartition("/")[0] or "."
client = NotebookClient(
    notebook, timeout=120, kernel_name="cellar", record_timing=False, resources={"metadata": {"path": folder}}
)
client.execute()
if given.first:
    del notebook.cells[0]
nbformat.write(notebook, given.target)
