// A map of counties in its page: paints the counties for the chosen layer, says the same in words.
//
// On its own the page lets people choose. In a frame its parent chooses (see webmap.js):
//   parent -> page   {source, type: "show", layer, selected}
//   page -> parent   {source, type: "ready"}
//                    {source, type: "county", geoid}
//                    {source, type: "drawn", layer, selected}
({ map, layers, data, text, tip }) => {
  const SOURCE = "crisis-coverage";
  const SVG = "http://www.w3.org/2000/svg";
  const PATTERNS = {
    diagonal: "M-2 2 2-2M0 8 8 0M6 10 10 6",
    cross: "M-2 2 2-2M0 8 8 0M6 10 10 6M-2 6 2 10M0 0 8 8M6-2 10 2",
    dots: "M2 2h.1M6 6h.1",
    level: "M0 4h8",
  };
  const embedded = window.parent !== window;
  const container = map.getContainer();
  const $ = (id) => document.getElementById(id);
  const chosen = new Map(data.layers.map((layer) => [layer.id, layer]));
  const counties = data.counties.map(([geoid, name, region, people, at]) => ({ geoid, name, region, people, at }));
  const places = new Map(counties.map((county, place) => [county.geoid, place]));
  const shapes = new Map();
  layers.counties.eachLayer((shape) => shapes.set(shape.feature.id, shape));
  const now = { layer: data.layers[0], selected: null };

  const el = (tag, words = "", props = {}) => {
    const made = words === "" ? document.createElement(tag) : text(words, tag);
    return Object.assign(made, props);
  };
  const holding = (tag, ...parts) => {
    const made = el(tag);
    made.append(...parts);
    return made;
  };
  const svg = (tag, attributes, ...parts) => {
    const made = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...parts);
    return made;
  };
  const many = (count, one, more) => `${count.toLocaleString("en-US")} ${count === 1 ? one : more}`;
  const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

  // Looks: a color, or a pattern drawn once and used by every county that needs it.
  const patterns = svg("svg", { class: "patterns", "aria-hidden": "true" });
  document.body.append(patterns);
  const paint = ({ fill, ink, pattern }) => {
    if (!pattern) return fill;
    const id = `look-${pattern}-${fill.slice(1)}`;
    if (!$(id)) {
      const size = { width: 8, height: 8 };
      patterns.append(
        svg(
          "pattern",
          { id, ...size, patternUnits: "userSpaceOnUse", class: pattern },
          svg("rect", { ...size, fill }),
          svg("path", { d: PATTERNS[pattern], stroke: ink }),
        ),
      );
    }
    return `url(#${id})`;
  };
  const swatch = (look, mark = "") =>
    svg(
      "svg",
      { class: "swatch", viewBox: "0 0 32 20", "aria-hidden": "true" },
      svg("rect", { x: 1, y: 1, width: 30, height: 18, stroke: data.border, fill: "none", ...look }),
      svg("text", { x: 16, y: 15 }, mark),
    );

  // What the layer says of one county.
  const about = ({ geoid }) => {
    const [kind, detail] = now.layer.says[now.layer.cells[places.get(geoid)]];
    const flags = now.layer.flags[geoid] || [];
    return { kind: now.layer.kinds[kind], detail, flags };
  };
  const sayings = (county) => {
    const { kind, detail, flags } = about(county);
    return [kind.said, capital(detail), ...flags.map((flag) => capital(data.flags[flag]))];
  };
  const where = ({ region, people }) => `Region ${region}, ${many(people, "person", "people")}`;

  const paintCounty = (county) => {
    const shape = shapes.get(county.geoid);
    const { kind, flags } = about(county);
    const selected = county.geoid === now.selected;
    shape.setStyle({
      fillColor: paint(kind),
      color: selected || flags.length ? "#101820" : data.border,
      weight: selected ? 4 : flags.length ? 2.2 : 0.8,
      dashArray: flags.length && !selected ? "6 4" : null,
    });
    tip(shape, [`${county.name} County`, where(county), ...sayings(county)].join("\n"));
    const { dataset } = shape.getElement();
    dataset.kind = kind.key;
    dataset.flags = flags.join(" ");
    dataset.selected = String(selected);
    return selected ? 2 : flags.length ? 1 : 0;
  };
  // Outlines that mean something must not lie under a neighbor's border.
  const paintAll = () => {
    const heights = counties.map((county) => [paintCounty(county), shapes.get(county.geoid)]);
    [1, 2].forEach((height) => {
      heights.filter(([own]) => own === height).forEach(([, shape]) => shape.bringToFront());
    });
    raiseCircles();
  };
  const raiseCircles = () => circles.forEach((circle) => map.hasLayer(circle) && circle.bringToFront());

  // Pins: buttons that name a facility and choose the county it is in.
  const facilities = Object.keys(layers)
    .filter((key) => key.startsWith("facility."))
    .flatMap((key) => layers[key].getLayers());
  const circles = facilities.filter((layer) => layer instanceof L.Circle);
  const pins = facilities.filter((layer) => !(layer instanceof L.Circle));
  const onChoice = (layer, geoid) => {
    layer.on("click", () => choose(geoid));
    layer.on("keydown", ({ originalEvent }) => {
      if (originalEvent.key !== "Enter" && originalEvent.key !== " ") return;
      originalEvent.preventDefault();
      choose(geoid);
    });
  };
  pins.forEach((pin, number) => onChoice(pin, data.pins[number]));
  shapes.forEach((shape, geoid) => onChoice(shape, geoid));

  // Labels: what would lie on something already written stays away.
  const label = (words, at, kind, group) => {
    const icon = L.divIcon({ className: `label ${kind}`, html: text(words) });
    return L.marker(at, { icon, interactive: false, keyboard: false }).addTo(group);
  };
  const marks = L.layerGroup().addTo(map);
  const putMarks = () => {
    marks.clearLayers();
    now.layer.marks.forEach(([mark, at]) => (label(mark, at, "mark", marks).options.mark = mark));
  };
  counties.forEach(({ name, at }) => label(name, at, "name", layers.names));
  const shifts = new WeakMap();
  const boxOf = (marker) => {
    const element = marker.getElement();
    const { x, y } = map.latLngToLayerPoint(marker.getLatLng()).add(shifts.get(marker) || [0, 0]);
    const { offsetWidth: width, offsetHeight: height } = element;
    const left = element.classList.contains("city") ? x - 4 : x - width / 2;
    return { element, left, right: left + width, top: y - height / 2, bottom: y + height / 2 };
  };
  // Buttons that would cover each other step aside, and marks step aside for buttons; the dashed
  // circle and a closer look keep the place.
  const part = () => {
    const own = [...pins.filter((pin) => map.hasLayer(pin)), ...marks.getLayers()];
    const at = own.map((marker) => map.latLngToLayerPoint(marker.getLatLng()));
    const places = at.map((point) => point.clone());
    const isMark = own.map((marker) => !pins.includes(marker));
    const push = (one, other) => {
      const apart = places[one].distanceTo(places[other]);
      if (apart >= 25 || isMark[one]) return;
      const away = apart ? places[other].subtract(places[one]).divideBy(apart) : L.point(1, 0);
      const step = away.multiplyBy(25.5 - apart);
      places[other] = places[other].add(isMark[other] ? step : step.divideBy(2));
      if (!isMark[other]) places[one] = places[one].subtract(step.divideBy(2));
    };
    for (let round = 0; round < 8; round += 1) {
      own.forEach((_, one) => own.slice(one + 1).forEach((_, further) => push(one, one + 1 + further)));
    }
    own.forEach((marker, number) => {
      const { x, y } = places[number].subtract(at[number]);
      const center = isMark[number] ? "-50%" : "0px";
      shifts.set(marker, [x, y]);
      marker.getElement().style.translate = `calc(${center} + ${x}px) calc(${center} + ${y}px)`;
    });
  };
  const meet = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const labels = (group) =>
    map.hasLayer(group) ? group.getLayers().filter((layer) => layer instanceof L.Marker).map(boxOf) : [];
  const fits = (box, geoid) => {
    const bounds = shapes.get(geoid).getBounds();
    const [west, east] = [bounds.getNorthWest(), bounds.getNorthEast()].map((at) => map.latLngToLayerPoint(at).x);
    return box.right - box.left <= east - west + 6;
  };
  // A mark that had to leave its counties would mark others.
  const isInside = (mark) => {
    const { x, y } = map.latLngToLayerPoint(mark.getLatLng()).add(shifts.get(mark));
    return counties.some(
      (county) =>
        about(county).kind.mark === mark.options.mark &&
        shapes.get(county.geoid).getElement().isPointInFill(new DOMPoint(x, y)),
    );
  };
  const thin = () => {
    part();
    const least = map.containerPointToLayerPoint([0, 0]);
    const most = map.containerPointToLayerPoint(map.getSize());
    const buttons = { left: least.x, right: least.x + 50, top: least.y, bottom: least.y + 80 };
    const taken = [buttons, ...pins.filter((pin) => map.hasLayer(pin)).map(boxOf)];
    const place = (box, allowed) => {
      const free = allowed && !taken.some((other) => meet(box, other));
      if (free) taken.push(box);
      box.element.classList.toggle("crowded", !free);
      box.element.setAttribute("aria-hidden", "true"); // the counties themselves have names
    };
    marks.eachLayer((mark) => place(boxOf(mark), isInside(mark)));
    const whole = ({ left, right, top, bottom }) =>
      left >= least.x && right <= most.x && top >= least.y && bottom <= most.y;
    const names = labels(layers.names).map((box, place) => ({ box, geoid: counties[place].geoid }));
    const cities = labels(layers.cities);
    // A name here and there would look like a choice: where few counties have room none is named.
    const few = names.filter(({ box, geoid }) => fits(box, geoid)).length * 3 < names.length * 2;
    names.filter(({ geoid }) => geoid === now.selected).forEach(({ box }) => place(box, true));
    cities.slice(0, few ? 0 : 6).forEach((box) => place(box, whole(box)));
    names
      .filter(({ geoid }) => geoid !== now.selected)
      .forEach(({ box, geoid }) => place(box, !few && fits(box, geoid)));
    cities.slice(few ? 0 : 6).forEach((box) => place(box, whole(box)));
    labels(layers.states).forEach((box) => place(box, whole(box)));
  };

  // Words around the map.
  const call = (number) => el("a", number, { href: `tel:${number.replace(/[^0-9]/g, "")}`, className: "call" });
  // A telephone number stays on one line.
  const unbroken = (words) =>
    words.split(/(\d{3}-\d{3}-\d{4})/).map((one, odd) => el("span", one, { className: odd % 2 ? "number" : "" }));
  const legendItem = (picture, name, words, ...rest) =>
    holding("li", picture, holding("span", el("b", name), ...unbroken(words && `, ${words}`), ". ", ...rest));
  const kindItem = (kind) => {
    const item = legendItem(
      swatch({ fill: paint(kind) }, kind.mark),
      kind.name,
      kind.words,
      el("small", kind.counties ? many(kind.counties, "county", "counties") : "no county"),
      el("small", kind.counties ? `, ${many(kind.people, "person", "people")}` : "", { className: "people" }),
    );
    item.dataset.kind = kind.key;
    item.classList.toggle("none", !kind.counties);
    return item;
  };
  const fold = (name, ...parts) => {
    const made = holding("details", el("summary", name), holding("div", ...parts));
    made.open = true;
    return made;
  };
  const kinds = el("ul");
  const signs = el("ul", "", { className: "signs" });
  const chips = el("span", "", { className: "chips" });
  const legend = fold("Legend", kinds, signs);
  legend.querySelector("summary").append(" ", chips);
  $("legend").append(legend);
  const dashed = swatch({ class: "flagged" });
  const dot = el("span", "+", { className: "pin" });
  const putLegend = () => {
    kinds.replaceChildren(...now.layer.kinds.map(kindItem));
    const present = now.layer.kinds.filter((kind) => kind.counties);
    chips.replaceChildren(
      ...(present.length > 4 ? [] : present).map((kind) =>
        holding("span", swatch({ fill: paint(kind) }), el("span", ` ${kind.name} ${kind.counties}`)),
      ),
    );
    const flagged = Object.keys(now.layer.flags).length;
    signs.replaceChildren(
      ...now.layer.signs.map((sign) => legendItem(swatch({ fill: paint(sign) }), capital(sign.name), "")),
      ...(flagged ? [legendItem(dashed, "Dashed border", `weak or disputed: ${many(flagged, "county", "counties")}`)] : []),
      ...(pins.length ? [legendItem(dot, "Facility", "somewhere within the dashed circle")] : []),
    );
  };

  const rows = el("tbody");
  const column = el("th", "", { scope: "col" });
  const caption = el("caption");
  const putTable = () => {
    caption.replaceChildren(now.layer.title);
    column.replaceChildren(now.layer.title);
    rows.replaceChildren(
      ...counties.map((county) => {
        const { kind, detail, flags } = about(county);
        const row = holding(
          "tr",
          el("th", county.name, { scope: "row" }),
          el("td", county.region),
          el("td", county.people.toLocaleString("en-US")),
          el("td", kind.name),
          el("td", capital(detail)),
          el("td", flags.map((flag) => capital(data.flags[flag])).join("; ")),
        );
        row.dataset.geoid = county.geoid;
        return row;
      }),
    );
  };
  const putCounty = () => {
    const county = counties[places.get(now.selected)];
    if (!county) {
      $("county").replaceChildren(el("p", "Choose a county, here or on the map, to see whom to call there."));
      return;
    }
    const own = data.calls.by[county.geoid].map((number) => data.calls.numbers[number]);
    const numbers = [...data.always, ...own].map(([words, number]) => holding("li", el("span", words), " ", call(number)));
    $("county").replaceChildren(
      el("h2", `${county.name} County`),
      el("p", where(county)),
      ...sayings(county).map((words, number) => el("p", words, { className: number ? "" : "verdict" })),
      el("h3", "Numbers to call"),
      holding("ul", ...numbers),
    );
  };
  const putWords = () => {
    $("question").replaceChildren(el("span", now.layer.question));
    $("sentence").replaceChildren(el("span", now.layer.sentence));
    $("notes").replaceChildren(...now.layer.notes.map((note) => el("p", note)));
    const used = now.layer.sources.map((id) => el("li", data.sources[id]));
    $("sources").replaceChildren(el("h2", "Sources of this layer"), holding("ul", ...used));
    putTable();
    putCounty();
  };

  // Layer and county, chosen here or by the parent.
  const show = (layer, selected) => {
    Object.assign(now, { layer, selected });
    paintAll();
    putMarks();
    putLegend();
    thin();
    if (!embedded) putWords();
  };
  const tell = (message) => window.parent.postMessage({ source: SOURCE, ...message }, "*");
  const choose = (geoid) => {
    if (embedded) {
      tell({ type: "county", geoid });
      return;
    }
    $("choose-county").value = geoid || "";
    show(now.layer, geoid);
  };
  const option = (value, words) => el("option", words, { value });
  const select = (id, words, options, onChange) => {
    const made = el("select", "", { id });
    made.append(...options);
    made.addEventListener("change", () => onChange(made.value));
    $("choice").append(holding("div", el("label", words, { htmlFor: id }), made));
  };
  const putChoices = () => {
    const groups = [...new Set(data.layers.map((layer) => layer.group))].map((group) => {
      const made = el("optgroup", "", { label: group });
      made.append(...data.layers.filter((one) => one.group === group).map((one) => option(one.id, one.title)));
      return made;
    });
    select("choose-layer", "Layer", groups, (id) => show(chosen.get(id), now.selected));
    const byName = [...counties].sort((one, other) => (one.name < other.name ? -1 : 1));
    const all = [option("", "None"), ...byName.map((one) => option(one.geoid, one.name))];
    select("choose-county", "County", all, (geoid) => choose(geoid || null));
    $("calls").append(
      ...data.always.map(([words, number]) => holding("p", el("span", words), " ", call(number), ".")),
    );
    const head = (words) => el("th", words, { scope: "col" });
    const heads = ["County", "Region", "People in 2020"].map(head);
    const rest = data.heads.map(head);
    const table = holding("table", caption, holding("thead", holding("tr", ...heads, column, ...rest)), rows);
    const scroll = holding("div", table);
    scroll.className = "scroll";
    $("table").append(holding("details", el("summary", `All ${counties.length} counties as a table`), scroll));
  };

  // The page: what stands first is read first.
  const credit = container.querySelector(".leaflet-control-attribution");
  const stage = holding("div");
  stage.id = "stage";
  container.replaceWith(stage);
  stage.append(container, credit);
  document.querySelector("main").prepend($("head").parentElement);
  document.documentElement.classList.toggle("embedded", embedded);
  const control = container.querySelector(".leaflet-control-layers");
  const overlays = fold("On the map", control);
  $("shown").append(overlays);
  const small = window.matchMedia("(max-width: 559px)");
  const foldAll = () => [legend, overlays].forEach((one) => (one.open = !(embedded && small.matches)));
  small.addEventListener("change", foldAll);
  foldAll();

  // The whole state, in whatever frame, until somebody zooms in.
  const state = layers.counties.getBounds().pad(0.015);
  let least = Infinity;
  const atRest = () => map.getZoom() <= least + 0.01;
  const fit = () => {
    const { x, y } = map.getSize();
    if (!x || !y) return;
    const whole = atRest();
    map.setMinZoom(0);
    least = map.getBoundsZoom(state);
    if (whole) map.fitBounds(state, { animate: false });
    map.setMinZoom(least);
    map.setMaxBounds(state.pad(0.1));
    thin();
  };
  map.on("resize", fit);
  map.on("moveend overlayadd overlayremove", thin);
  map.on("zoomend", () => container.classList.toggle("near", map.getZoom() > least + 0.8));
  map.on("overlayadd", () => {
    backdrop.forEach((shape) => map.hasLayer(shape) && shape.bringToBack());
    raiseCircles();
  });
  const backdrop = [layers.land, layers.rivers].flatMap((layer) => (layer ? layer.getLayers() : [])).reverse();
  const resized = () => map.invalidateSize({ animate: false });
  new ResizeObserver(resized).observe(container);

  L.Tooltip.mergeOptions({ opacity: 1 });
  // A tooltip that would stick out of the map is moved back into it.
  let opened = null;
  const nudge = () => {
    if (!opened) return;
    opened.style.translate = "none";
    const [own, all] = [opened, container].map((element) => element.getBoundingClientRect());
    const shift = (low, high, least, most) => Math.max(least - low, Math.min(0, most - high));
    opened.style.translate = `${shift(own.left, own.right, all.left, all.right)}px ${shift(own.top, own.bottom, all.top, all.bottom)}px`;
  };
  map.on("tooltipopen", ({ tooltip }) => {
    opened = tooltip.getElement();
    nudge();
  });
  map.on("mousemove", nudge);

  // The map must not catch what is meant for the page: the wheel zooms with Ctrl only, and one
  // finger moves the map only once it shows less than the state.
  map.scrollWheelZoom.disable();
  container.addEventListener(
    "wheel",
    ({ ctrlKey, metaKey }) => map.scrollWheelZoom[ctrlKey || metaKey ? "enable" : "disable"](),
    { capture: true, passive: true },
  );
  const touch = window.matchMedia("(pointer: coarse)");
  map.on("zoomend resize", () => map.dragging[touch.matches && atRest() ? "disable" : "enable"]());
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    const { setView, panBy } = map;
    map.options.inertia = false;
    map.setView = (center, zoom, options) => setView.call(map, center, zoom, { ...options, animate: false });
    map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
  }
  // A printed page has a size of its own, which is known to nobody beforehand.
  ["beforeprint", "afterprint"].forEach((event) =>
    window.addEventListener(event, () => {
      document.documentElement.classList.toggle("printed", event === "beforeprint");
      if (event === "beforeprint") legend.open = true;
      else foldAll();
      resized();
    }),
  );

  if (embedded) {
    window.addEventListener("message", ({ source, data: asked }) => {
      if (source !== window.parent || typeof asked !== "object" || asked === null) return;
      const { type, layer, selected } = asked;
      if (asked.source !== SOURCE || type !== "show" || !chosen.has(layer)) return;
      if (selected !== null && !places.has(selected)) return;
      show(chosen.get(layer), selected);
      tell({ type: "drawn", layer, selected });
    });
  } else {
    putChoices();
  }
  show(now.layer, null);
  resized();
  fit();
  if (embedded) tell({ type: "ready" });
}
