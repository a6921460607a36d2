# Everything a newcomer needs: make demo, make test. Each installs what is missing; the second time is quick.
.PHONY: demo test scenario tour dev bench setup site release clean-demo

# One folder a checkout: cargo tells sources apart by their age, and two checkouts in one folder take each other's.
export CARGO_TARGET_DIR ?= $(CURDIR)/target
BINARY = $(CARGO_TARGET_DIR)/release/schalter
PRESET ?= agency-plans
TICKETS ?= 180

demo: release ## fills an embedded database, starts the server, says who can sign in
	@xtask/demo.sh $(BINARY) $(PRESET) $(TICKETS)

test: setup ## everything that proves it: lints, rules, server on both databases, browsers
	@xtask/test.sh

scenario: release ## plays companies through mail and browser, leaves reports; make scenario PRESET=vendor-classes DATABASE=postgres
	@xtask/scenario.sh $(BINARY) $(if $(filter command line environment,$(origin PRESET)),$(PRESET),all) $(or $(DATABASE),both)

tour: release ## takes the pictures of the README anew, from a scenario
	@SCENARIO_TOUR=1 SCHALTER_CORPORA= xtask/scenario.sh $(BINARY) "agency-plans shop-quick-tickets" sqlite short
	@pngquant --quality 60-90 --speed 1 --strip --force --ext .png docs/tour/*.png

dev: setup ## rebuilds and restarts on change
	@xtask/dev.sh

bench: release ## measures a release server; make bench TICKETS="10000 1000000"
	@cargo run --quiet --release -p bench -- $(BINARY) target/site $(if $(filter 180,$(TICKETS)),10000 1000000,$(TICKETS))

setup:
	@xtask/setup.sh

site: setup
	@cargo xtask site

release: site
	@cargo build --release --locked -p server

clean-demo: ## forgets the demo's data
	rm -rf data/demo
