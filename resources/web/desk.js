"use strict";
// Everything works without this file. With it: clocks tick, filters apply at once, typed text is not left behind unawares.
const words = document.body.dataset;
const filled = (pattern, values) => pattern.replace(/\{(\w)\w*\}/g, (whole, name) => (name in values ? values[name] : whole));

function span(seconds) {
  const left = Math.abs(Math.trunc(seconds));
  if (left < 60) return words.moment;
  if (left < 3600) return filled(words.minutes, { m: Math.trunc(left / 60) });
  if (left < 86400) return filled(words.hours, { h: Math.trunc(left / 3600), m: Math.trunc((left % 3600) / 60) });
  return filled(words.days, { d: Math.trunc(left / 86400), h: Math.trunc((left % 86400) / 3600) });
}

const began = performance.now();
const clocks = [...document.querySelectorAll("[data-left-s]")];
function tick() {
  const gone = (performance.now() - began) / 1000;
  for (const clock of clocks) {
    const left = Number(clock.dataset.leftS) - gone;
    const text = filled(left >= 0 ? words.left : words.overdue, { s: span(left) });
    const place = clock.lastElementChild;
    if (place.textContent !== text) place.textContent = text;
    if (left < 0) clock.classList.add("danger");
  }
}
if (clocks.length) setInterval(tick, 1000);

for (const form of document.querySelectorAll("form[data-auto]"))
  form.addEventListener("change", (event) => { if (event.target.matches("select, [type=checkbox]")) form.requestSubmit(); });

let typed = false;
for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
}
window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

const first = document.querySelector("[data-focus]");
if (first) first.focus();
for (const link of document.querySelectorAll("#problems a[href^='#']"))
  link.addEventListener("click", (event) => {
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    target.focus();
  });
