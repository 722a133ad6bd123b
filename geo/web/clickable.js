// A part of a page that is drawn by the server, and whose elements with data-pick tell what was picked.
//
// `html` comes from a template that escapes all data. `reveal` counts how often the part was to be brought
// into view on a narrow screen. A click that asks for a new tab stays the browser's own.

const NARROW = "(max-width: 640px)";
const parts = new WeakMap();

class Part {
  constructor(parent) {
    this.box = document.createElement("div");
    this.box.className = "clickable";
    this.box.addEventListener("click", (event) => this.hear(event));
    parent.append(this.box);
  }

  update(data, setTriggerValue) {
    this.pick = (value) => setTriggerValue("pick", value);
    if (this.html !== data.html) this.draw(data.html);
    const isAsked = this.reveal !== undefined && data.reveal > this.reveal;
    this.reveal = data.reveal;
    if (isAsked && window.matchMedia(NARROW).matches) this.box.scrollIntoView({ block: "start" });
  }

  // Whoever picked something by keyboard finds it again where it is after that.
  draw(html) {
    const focused = this.box.contains(document.activeElement) ? document.activeElement.dataset.place : undefined;
    this.html = html;
    this.box.innerHTML = html;
    if (focused === undefined) return;
    const all = [...this.box.querySelectorAll("[data-place]")];
    all.find((one) => one.dataset.place === focused)?.focus();
  }

  hear(event) {
    const picked = event.target.closest("[data-pick]");
    if (!picked || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.pick(picked.dataset.pick);
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  if (!parts.has(parentElement)) parts.set(parentElement, new Part(parentElement));
  parts.get(parentElement).update(data, setTriggerValue);
}
