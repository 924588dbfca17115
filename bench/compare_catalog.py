"""`bench/compare --catalog`: hops and closures of the catalog beside recursive SQL on the same edges, in one run.

Headwater makes a synthetic warehouse (bench/catalog.cc), answers the questions, and writes edges and questions down; SQLite and
DuckDB load the edges and answer the same, one after the other. Every answer's size is compared.
"""

import csv
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNNER = HERE / "peers" / "graph_runner.py"
TITLES = {"hop": "one hop", "closure": "closure"}


class Failed(Exception):
    """A program ended with an error; one line says which."""


def own_answers(program, edges, folder):
    command = [str(program), f"--edges={edges}", f"--folder={folder}/catalog", f"--peers={folder}"]
    try:
        subprocess.run(command, check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Failed(f"{program}: {error}") from error
    answers = {}
    with open(folder / "questions.csv", newline="") as file:
        for question, node, found, took in csv.reader(file):
            answers[question, node] = (int(found), float(took))
    return answers


def peer_answers(python, name, folder):
    done = subprocess.run([str(python), "-B", str(RUNNER), name, str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise Failed(f"{name}: {lines[-1] if lines else f'exit code {done.returncode}'}")
    about, *rows = map(json.loads, done.stdout.splitlines())
    return about, {(row["question"], row["node"]): (row["found"], row["us"]) for row in rows}


def row(what, name, mine, answers, question):
    keys = [key for key in answers if key[0] == question]
    times = [answers[key][1] for key in keys]
    same = sum(answers[key][0] == mine[question.split("-")[0], key[1]][0] for key in keys)
    found = sum(answers[key][0] for key in keys)
    return f"{what:<10} {name:<28} {statistics.median(times):>14,.2f} {max(times):>14,.2f} {found:>10,} {same:>6} of {len(keys)}"


def compare(program, pythons, edges):
    """`pythons`: name of the peer to the interpreter that has it. Prints a table; returns whether all answers agree."""
    folder = Path(tempfile.mkdtemp(prefix="headwater_graph_"))
    try:
        mine = own_answers(program, edges, folder)
        with open(folder / "edges.csv", "rb") as file:
            count = sum(1 for _ in file)
        print(f"{count:,} distinct column edges; microseconds are the least of some calls of each question")
        peers = {}
        for name, python in pythons.items():
            about, peers[name] = peer_answers(python, name, folder)
            print(f"  {name} {about['version']}: loaded and indexed in {about['load_s']:.1f} s")
        print(f"\n{'question':<10} {'who':<28} {'median us':>14} {'worst us':>14} {'nodes':>10} {'agree':>8}")
        agree = True
        for question, title in TITLES.items():
            print(row(title, "headwater, graph in memory", mine, mine, question))
            if question == "hop":
                print(row(title, "headwater, from storage", mine, mine, "hop-storage"))
            for name, answers in peers.items():
                print(row(title, f"{name}, recursive SQL" if question == "closure" else name, mine, answers, question))
                agree = agree and all(mine[key][0] == found for key, (found, _) in answers.items())
        return agree
    finally:
        shutil.rmtree(folder, ignore_errors=True)
