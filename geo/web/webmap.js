// The bridge between a Streamlit page and the map page in its sandboxed frame.
//
//   page -> frame   {source, type: "show", layer, selected, only, place, turn}
//   frame -> page   {source, type: "ready"}
//                   {source, type: "county", geoid}
//                   {source, type: "drawn", layer, selected, turn}
//                   {source, type: "below", px}      height of what stands below its map
//
// `place` is what a look-up found, for a map that draws it, else null. It goes by message alone and
// leaves no trace on this page. `only` are the counties that a filter leaves, or null. `turn` counts what was asked; a map of places says which it drew.
//
// The frame has no origin of its own ("null"), so a message is known by the window that sent it.

const SOURCE = "crisis-coverage";
const PATIENCE_MS = 10_000;
const BELOW_AT_MOST_PX = 1200;
const FAILED = "The map did not load; this page holds the same facts in words.";

class Bridge {
  constructor(parent) {
    this.layers = new Set();
    this.turn = 0;
    this.hear = this.hear.bind(this);
    this.anticipate = this.anticipate.bind(this);

    this.box = document.createElement("div");
    this.box.className = "webmap";
    this.failed = document.createElement("p");
    this.failed.className = "webmap-failed";
    this.failed.setAttribute("role", "status");
    this.end = document.createElement("span");
    this.end.className = "webmap-end";
    this.end.tabIndex = -1;
    this.end.textContent = "End of the map";
    const skip = document.createElement("button");
    skip.type = "button";
    skip.className = "webmap-skip";
    skip.textContent = "Skip the map";
    skip.addEventListener("click", () => this.end.focus());
    this.box.append(skip, this.failed, this.end);
    parent.append(this.box);
  }

  // Streamlit calls this whenever the data change. It calls the answer when the map goes away,
  // but also that of a call it has meanwhile repeated: then the map is still on the page.
  update(data, setTriggerValue) {
    this.data = data;
    this.known = new Set(data.geoids);
    [data.layer, ...(data.control?.layers ?? [])].forEach((layer) => this.layers.add(layer));
    this.click = (geoid) => setTriggerValue("county", geoid);
    this.choose = (layer) => setTriggerValue("layer", layer);
    this.box.style.setProperty("--webmap-height", `${Number(data.height)}px`);
    window.addEventListener("message", this.hear);
    document.addEventListener("click", this.anticipate, true);
    if (!this.frame || this.path !== data.path) this.load(data.path);
    this.frame.title = data.title;
    this.show();
    return () => {
      if (this.box.isConnected) return;
      window.removeEventListener("message", this.hear);
      document.removeEventListener("click", this.anticipate, true);
      clearTimeout(this.timer);
    };
  }

  // A new page gets a new frame, hence a new window: what the old one still says is not heard.
  load(path) {
    this.path = path;
    this.ready = false;
    this.sent = null;
    this.box.dataset.state = "loading";
    delete this.box.dataset.drawn;
    delete this.box.dataset.selected;
    this.box.style.removeProperty("--webmap-below");
    this.failed.textContent = "";
    this.frame?.remove();
    this.frame = document.createElement("iframe");
    this.frame.setAttribute("sandbox", "allow-scripts");
    this.frame.referrerPolicy = "no-referrer";
    this.frame.src = path;
    this.box.insertBefore(this.frame, this.failed);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.box.dataset.state = "failed";
      this.failed.textContent = FAILED;
    }, PATIENCE_MS);
  }

  // The control's own click goes to the server and back before the data change. The map need not wait.
  anticipate(event) {
    if (!this.box.isConnected || !this.data.control) return;
    const { key, layers } = this.data.control;
    const radio = event.target.closest(`.st-key-${key} [role=radio]`);
    if (!radio) return;
    const radios = [...radio.closest(`.st-key-${key}`).querySelectorAll("[role=radio]")];
    const layer = layers[radios.indexOf(radio)];
    if (layer === undefined || layer === this.data.layer) return;
    this.data = { ...this.data, layer };
    this.show();
    // What is pressed already is no other choice, of which the control would tell the server.
    if (radio.getAttribute("aria-checked") === "true") this.choose(layer);
  }

  show() {
    const { layer, selected, only = null, place = null } = this.data;
    const asked = JSON.stringify([layer, selected, only, place]);
    if (this.ready && asked === this.sent) return;
    this.asked = JSON.stringify([layer, selected]);
    this.turn += 1;
    this.box.setAttribute("aria-busy", "true");
    if (!this.ready) return;
    this.sent = asked;
    const message = { source: SOURCE, type: "show", layer, selected, only, place, turn: this.turn };
    // "*" because the frame's origin has no name; the window it goes to is the frame's alone.
    this.frame.contentWindow?.postMessage(message, "*");
  }

  hear(event) {
    // A frame that was just taken away has no window, and neither has what it said before.
    const own = this.frame.contentWindow;
    if (own === null || event.source !== own || event.origin !== "null") return;
    const said = event.data;
    if (typeof said !== "object" || said === null || said.source !== SOURCE) return;
    if (said.type === "ready") this.hearReady();
    else if (said.type === "county" && this.known.has(said.geoid)) this.click(said.geoid);
    else if (said.type === "drawn") this.hearDrawn(said);
    else if (said.type === "below") this.hearBelow(said.px);
  }

  // Said again if the frame's page starts anew: what it must show is said again as well.
  hearReady() {
    clearTimeout(this.timer);
    this.ready = true;
    this.sent = null;
    this.box.dataset.state = "ready";
    this.failed.textContent = "";
    this.show();
  }

  // A legend below the map takes nothing away from the map.
  hearBelow(px) {
    if (!(px >= 0 && px <= BELOW_AT_MOST_PX)) return;
    this.box.style.setProperty("--webmap-below", `${Number(px)}px`);
  }

  hearDrawn({ layer, selected, turn = this.turn }) {
    if (!this.layers.has(layer) || (selected !== null && !this.known.has(selected))) return;
    this.box.dataset.drawn = layer;
    this.box.dataset.selected = selected ?? "";
    const asked = JSON.stringify([layer, selected]) === this.asked && turn === this.turn;
    this.box.setAttribute("aria-busy", String(!asked));
  }
}

const bridges = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  if (!bridges.has(parentElement)) bridges.set(parentElement, new Bridge(parentElement));
  return bridges.get(parentElement).update(data, setTriggerValue);
}
