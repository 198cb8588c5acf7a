# Shortcuts; `bin/test` needs no make.
.PHONY: test docs links oldest coverage bench quality format data

test:
	bin/test

# The pages that are made from the code, and the site, into build/docs.
docs:
	bin/docs

# Whether addresses on the web that pages name still answer; this alone needs the network.
links:
	bin/environment dev
	.venv/bin/python -m sphinx -qE -b linkcheck -d build/doctrees docs build/links

# The tests with the oldest versions that pyproject.toml allows.
oldest:
	bin/oldest

# Which lines no test reaches; measuring it makes the tests take a third longer.
coverage:
	bin/environment dev
	bin/engines
	bin/browser
	PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/coverage run -m pytest
	.venv/bin/coverage report

bench:
	bin/environment dev
	.venv/bin/python -m compileall -q src
	.venv/bin/python benchmarks/startup.py
	.venv/bin/python benchmarks/opening.py
	.venv/bin/python benchmarks/querying.py
	.venv/bin/python benchmarks/ingesting.py
	.venv/bin/python benchmarks/extracting.py
	.venv/bin/python benchmarks/validating.py
	.venv/bin/python benchmarks/drawing.py
	.venv/bin/python benchmarks/diffing.py
	.venv/bin/python benchmarks/moving.py
	.venv/bin/python benchmarks/serving.py
	.venv/bin/python benchmarks/serving_chaos.py
	.venv/bin/python benchmarks/full_size.py
	.venv/bin/python benchmarks/millions.py

quality:
	bin/environment dev
	.venv/bin/python benchmarks/quality.py

format:
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

data:
	bin/environment dev
	.venv/bin/python -m tests.shipped
