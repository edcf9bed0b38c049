# `make run` starts everything on this machine; `make test` proves it. Both install what they need.
# SITE=https://name CERT=FILE KEY=FILE serve other computers, whose browsers need https; CA=FILE names the certificate of
# an authority of one's own that signed CERT.

SHELL := /bin/bash
BUILD := swift build -c release -Xswiftc -enable-testing --explicit-target-dependency-import-check error
NEARHAND := .build/release/nearhand
# What `make install` installs holds the Swift runtime, so that the machine it runs on needs no toolchain. The flag changes
# every module, hence a folder of its own.
PREFIX ?= /usr/local
INSTALL_BUILD := swift build -c release --static-swift-stdlib --scratch-path .build-install
PACKAGES ?= .build-install/packages
VENV := .venv
STAGE := .ci/stage
SITE_OPTIONS = $(if $(SITE),--site "$(SITE)") $(if $(CERT),--certificate "$(CERT)") $(if $(KEY),--key "$(KEY)") \
	$(if $(CA),--ca-file "$(CA)")

LIBRARIES := libnice-dev libssl-dev libsrtp2-dev libopus-dev libpulse-dev libvpx-dev libyuv-dev libx11-dev libxext-dev \
	libxcomposite-dev libxdamage-dev libxfixes-dev libxrandr-dev libxtst-dev libxi-dev libxft-dev libsqlite3-dev \
	libargon2-dev libqrencode-dev pkg-config
TEST_TOOLS := xvfb xauth x11-utils x11-xserver-utils xdotool xterm openbox chromium fonts-dejavu-core fonts-noto-cjk \
	nodejs node-typescript python3 python3-venv python3-dev gcc libc6-dev coturn iproute2 util-linux pulseaudio \
	pulseaudio-utils espeak-ng openssl
PACKAGE_TOOLS := dpkg-dev binutils xz-utils xdg-utils
NETWORK_TOOLS := iproute2 util-linux nftables coturn conntrack openssl
PEER_TOOLS := python3-gi gir1.2-gst-plugins-bad-1.0 gir1.2-gst-plugins-base-1.0 gstreamer1.0-plugins-base \
	gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-nice

.PHONY: help run demo install uninstall packages test build build-tests libraries test-libraries venv lint check-web \
	test-web test-swift test-packaging test-browser peers bench-build nat-build bench bench-short nat fuzz thread-sanitizer \
	clean

help:
	@echo 'make run      start Nearhand on this machine and open the host'"'"'s console'
	@echo 'make demo     the same, with a session already started'
	@echo '              both take SITE=https://name CERT=FILE KEY=FILE to serve other computers, and CA=FILE where'
	@echo '              the certificate comes from an authority of your own'
	@echo 'make test     all checks and tests, as continuous integration runs them'
	@echo 'make install  build the program with the Swift runtime in it and put it under PREFIX=/usr/local'
	@echo 'make packages  the Debian package and the tarball of Support Manager, into $(PACKAGES)'
	@echo 'make peers    data channels and video against other WebRTC stacks'
	@echo 'make bench    speed, set-up time and input under load beside other stacks (needs root)'
	@echo 'make nat      which paths are found through NATs, relays and changes of network (needs root)'
	@echo 'make fuzz     MINUTES=n of libFuzzer for each parser (ENTRIES="name …" for some)'
	@echo 'make thread-sanitizer  CYCLES=n connections opened and closed under ThreadSanitizer (1,000 unless told)'

run: libraries build
	@$(NEARHAND) demo --wait $(SITE_OPTIONS)

demo: libraries build
	@$(NEARHAND) demo $(SITE_OPTIONS)

# Builds as whoever calls it, into .build-install; only the copying needs root: sudo is asked for it where PREFIX is not
# writable. DESTDIR stands before PREFIX, for packagers.
install: libraries
	$(INSTALL_BUILD) --product nearhand
	@Signaling/Deploy/install "$$($(INSTALL_BUILD) --show-bin-path)/nearhand" "$(DESTDIR)$(PREFIX)" "$(PREFIX)"

# The Debian package and the tarball of Support Manager, of the same build as `make install`; signed where PUBLISHER_KEY
# names the file of a key that `nearhand package make-key` made.
packages: libraries
	@.ci/install-packages $(PACKAGE_TOOLS)
	$(INSTALL_BUILD) --product nearhand
	@program="$$($(INSTALL_BUILD) --show-bin-path)/nearhand" && \
		Sources/nearhand/Packaging/package "$$program" .build-install/checkouts "$(PACKAGES)" && \
		if [[ -n "$(PUBLISHER_KEY)" ]]; then \
			"$$program" package sign --key "$(PUBLISHER_KEY)" "$(PACKAGES)"/*.deb "$(PACKAGES)"/*.tar.gz; fi

uninstall:
	@Signaling/Deploy/install --remove "$(DESTDIR)$(PREFIX)"

test:
	@$(STAGE) libraries $(MAKE) --no-print-directory test-libraries venv
	@$(STAGE) lint $(MAKE) --no-print-directory lint
	@$(STAGE) web-checks $(MAKE) --no-print-directory check-web test-web
	@$(STAGE) build $(MAKE) --no-print-directory build-tests
	@$(STAGE) packaging $(MAKE) --no-print-directory test-packaging
	@$(STAGE) swift-tests $(MAKE) --no-print-directory test-swift
	@$(STAGE) browser-tests $(MAKE) --no-print-directory test-browser
	@$(STAGE) peers $(MAKE) --no-print-directory peers
	@$(STAGE) bench $(MAKE) --no-print-directory bench-short
	@$(STAGE) --summary

# One configuration for run, tests, browser tests and benchmarks, so that nothing is built twice.
build:
	$(BUILD) --product nearhand

build-tests:
	$(BUILD) --build-tests

libraries:
	@.ci/install-packages $(LIBRARIES)

test-libraries:
	@.ci/install-packages $(LIBRARIES) $(PACKAGE_TOOLS) $(TEST_TOOLS) $(PEER_TOOLS)

venv: $(VENV)/.ready

$(VENV)/.ready: Interop/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --requirement Interop/requirements.txt
	touch $@

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Signaling Tests Interop

check-web:
	tsc --project Tests/Web/tsconfig.json

test-web:
	node --test Tests/Web/

test-swift:
	@.ci/swift-tests .build/release/nearhandPackageTests.xctest

# Packs the program that the tests use: what is packed, not how it was built.
test-packaging: venv
	$(VENV)/bin/python -m pytest -q Tests/Packaging

test-browser: venv
	$(VENV)/bin/python -m pytest -q Tests/Browser

# Every peer, scenario and role, in about twenty seconds.
peers: venv
	VENV=$(VENV) Interop/peers/run

# Built apart, with libFuzzer's coverage and AddressSanitizer.
fuzz: libraries
	Tests/Fuzz/run $(or $(MINUTES),1) $(ENTRIES)

bench-build:
	$(BUILD) --product nearhand-peer
	$(BUILD) --product nearhand-link

nat-build: bench-build
	$(BUILD) --product nearhand

# Everything, alternating with the other stacks, in about half an hour; one of them: Interop/bench/run --help.
bench: venv bench-build
	@mkdir -p .local
	VENV=$(VENV) Interop/bench/run all --json .local/bench.json

# Proves in about a minute and a half that the benchmarks run.
bench-short: venv
	VENV=$(VENV) Interop/bench/run all --short --optional

nat: venv nat-build
	@.ci/install-packages $(NETWORK_TOOLS)
	@mkdir -p .local
	VENV=$(VENV) Interop/nat/run --diagonal --json .local/nat.json

# Built apart, with a mutex that ThreadSanitizer knows; any report fails it.
thread-sanitizer: libraries
	Tests/ThreadSanitizer/run $(or $(CYCLES),1000)

clean:
	rm -rf .build .build-* $(VENV)
