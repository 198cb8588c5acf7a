"""Small pages in the manner of real sites, and what should be read in each."""

from __future__ import annotations

from typing import Final

# A job board: everything in plain divisions, bullets by a sign and a break, other jobs at the side.
BOARD: Final = """<!DOCTYPE html><html><head><meta charset="utf-8">
<title>Warehouse Team Leader in Leeds | JobsNorth</title>
<script>var page = "<p>Skills</p>";</script><style>.x{}</style></head><body>
<div class="topbar"><a href="/">Home</a> <a href="/jobs">Jobs</a> <a href="/login">Sign in</a></div>
<div class="wrap"><div class="left"><div class="jobhead"><h1>Warehouse Team Leader</h1><span>Ridgeway Storage</span>
<span>Leeds</span> <span>&pound;29,500 a year</span> <button>Apply now</button></div>
<div class="desc"><b>About the job</b><br>You lead a shift of twelve in our cold store.<br><br><b>What you need</b><br>
&bull; A counterbalance forklift licence<br>&bull; Knowledge of SAP EWM<br><br><b>Nice to have</b><br>&bull; Polish<br>
</div></div><div class="sidebar"><h3>Similar jobs</h3><ul><li><a href="/1">Forklift Driver</a> York</li></ul></div>
</div>
<div class="foot"><ul><li><a href="/a">About us</a></li><li><a href="/p">Privacy</a></li></ul>JobsNorth 2024</div>
<div id="cookie-banner">We use cookies to improve your experience. <button>Accept all</button></div></body></html>"""
BOARD_LINES: Final = """# Warehouse Team Leader
Ridgeway Storage Leeds £29,500 a year
####### About the job
You lead a shift of twelve in our cold store.
####### What you need
- A counterbalance forklift licence
- Knowledge of SAP EWM
####### Nice to have
- Polish"""

# A company's careers page: headings and lists, a list in a list, a form to apply with.
CAREERS: Final = """<html><head><title>Job Application for Payroll Accountant at Tern &amp; Co</title></head><body>
<div id="main"><div id="header"><h1>Payroll Accountant</h1><div>Dublin or remote</div></div><div id="content">
<p>Tern keeps the books of small hotels.</p><h3>What you'll do</h3><ul><li><p>Run the payroll of 40 hotels</p>
<p>Each month anew.</p></li></ul><h3>What you bring</h3><ul><li>Strong Excel<ul><li>Power Query is a plus</li></ul></li>
<li>Fluent English</li></ul></div><div id="application"><form><h2>Apply for this job</h2><label>First name</label>
<input><p>Attach a file</p><button>Submit application</button></form></div></div>
<div class="consent" role="dialog"><p>This site uses cookies.</p></div></body></html>"""
CAREERS_LINES: Final = """# Payroll Accountant
Dublin or remote
Tern keeps the books of small hotels.
### What you'll do
- Run the payroll of 40 hotels
  Each month anew.
### What you bring
- Strong Excel
  - Power Query is a plus
- Fluent English"""

# A blog: header, contents, article with a table, share buttons, comments, sidebar.
BLOG: Final = """<!DOCTYPE html><html><head><title>Pastry Chef vs. Baker - Kitchen Careers</title></head><body>
<header class="site-header"><p><a href="/">Kitchen Careers</a></p><nav><ul><li><a href="/a">Courses</a></li></ul></nav>
</header><main><article><header><h1>Pastry Chef vs. Baker</h1></header><div class="entry-content">
<div id="toc_container"><p>Contents</p><ul><li><a href="#s">Required Skills</a></li></ul></div>
<p>Both work with flour, and yet the work differs a lot.</p><h2 id="s">Required Skills</h2><h3>Baker</h3>
<ul><li>Knowledge of sourdough fermentation.</li></ul><figure><img src="x.jpg"><figcaption>Bread</figcaption></figure>
<table><thead><tr><th>Aspect</th><th>Pastry Chef</th><th>Baker</th></tr></thead><tbody><tr><td>Tools</td>
<td>Piping bags</td><td>Deck oven<br>Spiral mixer</td></tr></tbody></table></div><div class="sharedaddy">
<h3>Share this:</h3><ul><li><a>Facebook</a></li></ul></div></article><div id="comments"><h2>2 thoughts on this</h2>
<p>Great post, thank you!</p></div></main><aside><h2>Recent posts</h2><ul><li><a>Sous chef</a></li></ul></aside>
<footer>Proudly powered by a program</footer></body></html>"""
BLOG_LINES: Final = """# Pastry Chef vs. Baker
Both work with flour, and yet the work differs a lot.
## Required Skills
### Baker
- Knowledge of sourdough fermentation.
##### Tools
###### Pastry Chef
- Piping bags
###### Baker
- Deck oven
- Spiral mixer"""

# A public service: a person specification in a table, labels with what they are.
SPECIFICATION: Final = """<html><body><header role="banner"><a href="/">Jobs</a></header><main>
<h1>Theatre Practitioner</h1><p>We are looking for a theatre practitioner for our day surgery unit.</p>
<h2>Person specification</h2><table>
<tr><th>Criteria</th><th>Essential</th><th>Desirable</th></tr><tr><td>Qualifications</td><td><ul><li>HCPC registration
</li><li>A diploma</li></ul></td><td><ul><li>Mentorship</li></ul></td></tr></table><h2>Pay</h2><dl><dt>Salary</dt>
<dd>&pound;29,970 a year</dd><dt>Contract:</dt><dd>Permanent</dd></dl></main>
<footer>Crown copyright</footer></body></html>"""
SPECIFICATION_LINES: Final = """# Theatre Practitioner
We are looking for a theatre practitioner for our day surgery unit.
## Person specification
##### Qualifications
###### Essential
- HCPC registration
- A diploma
###### Desirable
- Mentorship
## Pay
Salary: £29,970 a year
Contract: Permanent"""

# An old page: laid out in a table, elements left open, a menu of links.
OLD: Final = """<html><title>Vacancies</title><body bgcolor=white><table><tr><td width=150><a href=1>Home</a><br>
<a href=2>Services</a><br><a href=3>Contact</a></td><td><font size=5>Carpenter wanted</font>
<p>We build timber frames in the valley.<p><b>You should have</b><ul><li>City &amp; Guilds in carpentry<li>A CSCS card
</ul>Pay: &pound;18 an hour. Ring the yard.</td></tr></table></body></html>"""
OLD_LINES: Final = """Carpenter wanted
We build timber frames in the valley.
####### You should have
- City & Guilds in carpentry
- A CSCS card
Pay: £18 an hour. Ring the yard."""

# Anything that hides: by style, by attribute, for screen readers alone, without scripts; and what may be opened.
HIDDEN: Final = """<html><body><h1>Network Engineer</h1><p style="display: none">java cobol</p><p hidden>perl</p>
<span class="sr-only">skip</span><noscript>Enable JavaScript</noscript><p aria-hidden="true">icon</p>
<p>The engineer runs the network of four offices.</p><details><summary>Nice to have</summary><ul><li>Python</li></ul>
</details><div style="white-space: pre-line">Bring:
- a laptop
- patience</div><p>Skills</p><h2>Skills</h2><ul><li><a>BGP</a></li><li><a>OSPF</a></li><li><a>MPLS</a></li></ul>
<p><a href="/apply">Apply for this job</a></p></body></html>"""
HIDDEN_LINES: Final = """# Network Engineer
The engineer runs the network of four offices.
####### Nice to have
- Python
Bring:
- a laptop
- patience
Skills
## Skills
- BGP
- OSPF
- MPLS"""

# Panels that open on request, headings on buttons; a header of the site, and other jobs in the main part.
PANELS: Final = """<html><body>
<header><h1><a href="/">Careers at Hillside</a></h1></header><main><h1>Claims Handler</h1>
<div class="accordion"><button aria-expanded="false">What you'll do</button><div hidden class="panel"><ul>
<li>Settle motor claims</li></ul></div>
<h3><button>What we need from you</button></h3>
<div role="tabpanel" style="display:none"><ul><li>Cert CII</li></ul></div></div><p>Join a team of thirty in Norwich.</p>
<section class="related-jobs"><h2>Related jobs</h2><ul><li><a href="/1">Broker</a></li></ul></section></main>
</body></html>"""
PANELS_LINES: Final = """# Claims Handler
####### What you'll do
- Settle motor claims
### What we need from you
- Cert CII
Join a team of thirty in Norwich."""

# A page builder: each list and paragraph a "widget", icons before items; a notice of cookies without a class.
BUILDER: Final = """<html><body><div class="cc"><p>We and our partners store cookies on a device.</p></div>
<div class="elementor-nav-menu"><nav><a href="#">Start</a></nav></div><section><h1>Florist (m/w/d)</h1></section>
<section><div class="elementor-widget-text-editor"><p>We look for a florist for our shop in Kiel.</p></div></section>
<section><h2>Your tasks</h2><div class="elementor-widget-icon-list"><ul><li><span><i aria-hidden="true">x</i></span>
<span>Tie bouquets and wreaths</span></li></ul></div></section></body></html>"""
BUILDER_LINES: Final = """# Florist (m/w/d)
We look for a florist for our shop in Kiel.
## Your tasks
- Tie bouquets and wreaths"""

# Text as it was typed, in a page around it.
TYPED: Final = """<html><body><pre>
JOB: System Administrator

REQUIREMENTS
 * Ansible
   and Terraform
 * Linux
BENEFITS
A ski pass</pre></body></html>"""
TYPED_LINES: Final = """JOB: System Administrator
REQUIREMENTS
- Ansible
  and Terraform
- Linux
BENEFITS
A ski pass"""

PAGES: Final = {
    "board": (BOARD, BOARD_LINES),
    "careers": (CAREERS, CAREERS_LINES),
    "blog": (BLOG, BLOG_LINES),
    "specification": (SPECIFICATION, SPECIFICATION_LINES),
    "old": (OLD, OLD_LINES),
    "hidden": (HIDDEN, HIDDEN_LINES),
    "panels": (PANELS, PANELS_LINES),
    "builder": (BUILDER, BUILDER_LINES),
    "typed": (TYPED, TYPED_LINES),
}
