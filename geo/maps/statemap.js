// A map of counties in its page: paints the counties for the chosen layer, says the same in words.
//
// On its own the page lets people choose. In a frame its parent chooses (see webmap.js):
//   parent -> page   {source, type: "show", layer, selected, only}   only: counties that do not fade, or null
//   page -> parent   {source, type: "ready"}
//                    {source, type: "county", geoid}
//                    {source, type: "below", px}      height of the legend where it is below the map
//                    {source, type: "drawn", layer, selected}
({ map, layers, data, text, tip }) => {
  const SOURCE = "crisis-coverage";
  const SVG = "http://www.w3.org/2000/svg";
  const RISING = "M-2.5 2.5 2.5-2.5M0 10 10 0M7.5 12.5 12.5 7.5";
  // By name the side of the tile in px, and what is drawn in it; statemap.css has the widths.
  const PATTERNS = {
    diagonal: [10, RISING],
    cross: [10, `${RISING}M-2.5 7.5 2.5 12.5M0 0 10 10M7.5-2.5 12.5 2.5`],
    dots: [6, "M1.5 1.5h.01M4.5 4.5h.01"],
    level: [8, "M0 4h8"],
  };
  const INK = "#1b2733";
  const SMALL_PX = 640;
  const NAMES_FROM_ZOOM = 8;
  const away = ([x, y]) => Math.hypot(x, 2 * y);
  const embedded = window.parent !== window;
  const container = map.getContainer();
  const $ = (id) => document.getElementById(id);
  const chosen = new Map(data.layers.map((layer) => [layer.id, layer]));
  const counties = data.counties.map(([geoid, name, region, people, at, full = `${name} County`]) => ({ geoid, name, region, people, at, full }));
  const places = new Map(counties.map((county, place) => [county.geoid, place]));
  const shapes = new Map();
  layers.counties.eachLayer((shape) => shapes.set(shape.feature.id, shape));
  const now = { layer: data.layers[0], selected: null, only: null };

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
    const id = `look-${pattern}-${fill.slice(1)}-${ink.slice(1)}`;
    if (!$(id)) {
      const [side, drawing] = PATTERNS[pattern];
      const size = { width: side, height: side };
      patterns.append(
        svg(
          "pattern",
          { id, ...size, patternUnits: "userSpaceOnUse", class: pattern },
          svg("rect", { ...size, fill }),
          svg("path", { d: drawing, stroke: ink }),
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
  const where = ({ region: r, people }) => (r && `Region ${r}, `) + many(people, "person", "people");

  const isFaded = ({ geoid }) => now.only !== null && !now.only.includes(geoid);
  const paintCounty = (county) => {
    const shape = shapes.get(county.geoid);
    const { kind, flags } = about(county);
    const selected = county.geoid === now.selected;
    const faded = isFaded(county);
    shape.setStyle({
      fillColor: paint(kind),
      fillOpacity: faded ? 0.15 : 1,
      opacity: faded ? 0.5 : 1,
      color: flags.length ? INK : kind.dark ? "#fff" : data.border,
      weight: flags.length ? 2 : 0.8,
      dashArray: flags.length ? "5 3.5" : null,
    });
    tip(shape, [county.full, where(county), ...sayings(county)].join("\n"));
    const { dataset } = shape.getElement();
    dataset.kind = kind.key;
    dataset.flags = flags.join(" ");
    dataset.selected = String(selected);
    dataset.faded = faded;
    return flags.length ? 2 : kind.dark ? 0 : 1;
  };
  // The chosen county's outline, ink on white, is seen on every fill.
  const outline = [
    ["#fff", 6],
    [INK, 3],
  ].map(([color, weight]) =>
    L.polygon([], { className: "chosen", interactive: false, fill: false, color, weight }).addTo(map),
  );
  // Outlines that mean something must not lie under a neighbor's border.
  const paintAll = () => {
    const painted = counties.map((county) => [paintCounty(county), shapes.get(county.geoid)]);
    const heights = [...new Set(painted.map(([height]) => height))].sort().slice(1);
    heights.forEach((height) => painted.forEach(([own, shape]) => own === height && shape.bringToFront()));
    outline.forEach((line) => {
      line.setLatLngs(now.selected === null ? [] : shapes.get(now.selected).getLatLngs());
      line.bringToFront();
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
  // Words that only just do not touch what is beside them read as one with it.
  const meet = (one, other) =>
    one.left < other.right + 3 && other.left < one.right + 3 && one.top < other.bottom && other.top < one.bottom;
  const labels = (group) =>
    map.hasLayer(group) ? group.getLayers().filter((layer) => layer instanceof L.Marker).map(boxOf) : [];
  const isIn = (geoid, x, y) => shapes.get(geoid).getElement().isPointInFill(new DOMPoint(x, y));
  // A mark that had to leave its counties would mark others.
  const isInside = (mark) => {
    const { x, y } = map.latLngToLayerPoint(mark.getLatLng()).add(shifts.get(mark));
    return counties.some((county) => about(county).kind.mark === mark.options.mark && isIn(county.geoid, x, y));
  };
  const moved = (box, [x, y]) => ({
    ...box,
    left: box.left + x,
    right: box.right + x,
    top: box.top + y,
    bottom: box.bottom + y,
  });
  const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
  // How far a name may be from its county's point, the nearest first.
  const OFFSETS = [...Array(41 * 31).keys()]
    .map((number) => [((number % 41) - 20) * 5, (Math.floor(number / 41) - 15) * 4])
    .sort((one, other) => away(one) - away(other));
  const leaders = L.layerGroup().addTo(map);
  // What lies on the map and must stay free: buttons, legend, units.
  const fixed = () => {
    const { x, y } = container.getBoundingClientRect();
    const from = map.containerPointToLayerPoint([-x, -y]);
    const own = [...container.querySelectorAll(".leaflet-control-zoom"), ...(room() ? [side] : [])];
    return [
      ...own.map((one) => moved(one.getBoundingClientRect(), [from.x, from.y])),
      ...pins.filter((pin) => map.hasLayer(pin)).map(boxOf),
    ];
  };
  const thin = () => {
    part();
    leaders.clearLayers();
    const least = map.containerPointToLayerPoint([0, 0]);
    const most = map.containerPointToLayerPoint(map.getSize());
    const taken = fixed();
    const isFree = (box) => !taken.some((other) => meet(box, other));
    const isWhole = ({ left, right, top, bottom }) =>
      left >= least.x && right <= most.x && top >= least.y && bottom <= most.y;
    const place = (box, free) => {
      if (free) taken.push(box);
      box.element.classList.toggle("crowded", !free);
      box.element.setAttribute("aria-hidden", "true"); // the counties themselves have names
    };
    const placeWhole = (box) => place(box, isWhole(box) && isFree(box));
    marks.eachLayer((mark) => {
      const box = boxOf(mark);
      place(box, isInside(mark) && isFree(box));
    });
    const roomy = map.getSize().x >= SMALL_PX || map.getZoom() >= NAMES_FROM_ZOOM;
    const putName = ({ geoid, box, must }) => {
      const fits = (offset) => isFree(moved(box, offset)) && isIn(geoid, ...middle(moved(box, offset)));
      const inside = must || roomy ? OFFSETS.slice(0, 200).find(fits) : undefined;
      // A name that must be read and has no room in its county stands beside it, with a line to it.
      const beside = (offset) => isWhole(moved(box, offset)) && isFree(moved(box, offset));
      const offset = inside || (must ? OFFSETS.slice(60).find(beside) : undefined);
      const [x, y] = offset || [0, 0];
      box.element.style.translate = `calc(${x}px - 50%) calc(${y}px - 50%)`;
      box.element.classList.toggle("on-dark", Boolean(inside && about({ geoid }).kind.dark));
      place(moved(box, [x, y]), offset);
      if (inside || !offset) return;
      const ends = [middle(box), middle(moved(box, offset))].map((end) => map.layerPointToLatLng(end));
      L.polyline(ends, { className: "leader", interactive: false, color: INK, weight: 1 }).addTo(leaders);
    };
    const names = labels(layers.names).map((box, number) => {
      const county = counties[number];
      const { width, height } = shapes.get(county.geoid).getElement().getBBox();
      const chosenFirst = county.geoid === now.selected ? -1 : width * height;
      return { ...county, box, first: chosenFirst, must: chosenFirst < 0 || about(county).kind.named };
    });
    // Those with the least room choose first.
    names.sort((one, other) => one.first - other.first);
    names.filter(isFaded).forEach(({ box }) => place(box, false));
    const cities = labels(layers.cities);
    const named = names.filter((name) => !isFaded(name));
    named.filter(({ must }) => must).forEach(putName);
    if (!roomy) cities.forEach(placeWhole);
    named.filter(({ must }) => !must).forEach(putName);
    if (roomy) cities.forEach(placeWhole);
    labels(layers.states).forEach(placeWhole);
  };

  // Words around the map.
  const call = (number) => el("a", number, { href: `tel:${number.replace(/[^0-9]/g, "")}`, className: "call" });
  // A telephone number stays on one line.
  const unbroken = (words) =>
    words.split(/(\d{3}-\d{3}-\d{4})/).map((one, odd) => el("span", one, { className: odd % 2 ? "number" : "" }));
  const legendItem = (picture, name, words, ...rest) =>
    holding(
      "li",
      picture,
      holding("span", el("b", name), " ", ...rest, holding("small", ...unbroken(words)), " "),
    );
  const shown = (isOf) => counties.filter((county) => !isFaded(county) && isOf(about(county).kind));
  // The legend counts what the filter leaves. A kind within another is counted by it.
  const kindItem = (kind) => {
    const own = shown((one) => one.key === kind.key || one.within === kind.key);
    const people = own.reduce((sum, county) => sum + county.people, 0);
    const item = legendItem(
      swatch({ fill: paint(kind) }, kind.mark),
      kind.name,
      kind.words,
      el("span", own.length.toLocaleString("en-US"), { className: "count" }),
      el("span", own.length === 1 ? " county" : " counties", { className: "unit" }),
      el("span", own.length ? `, ${many(people, "person", "people")}` : "", { className: "people" }),
    );
    item.dataset.kind = kind.key;
    item.classList.toggle("none", !own.length);
    return item;
  };
  const fold = (name, ...parts) => holding("details", el("summary", name), holding("div", ...parts));
  const heading = el("h2");
  const kinds = el("ul");
  const signs = el("ul", "", { className: "signs" });
  $("legend").append(heading, kinds, signs);
  const dashed = () => swatch({ class: "flagged" });
  const dot = el("span", "+", { className: "pin" });
  const flagItems = () => {
    const flags = Object.values(now.layer.flags).flat();
    return Object.entries(data.flag_labels)
      .map(([flag, words]) => [words, flags.filter((one) => one === flag).length])
      .filter(([, count]) => count)
      .map(([words, count]) => legendItem(dashed(), capital(words), "", el("span", `${count}`, { className: "count" })));
  };
  const putLegend = () => {
    heading.replaceChildren(now.layer.title);
    kinds.replaceChildren(...now.layer.kinds.filter(({ within }) => !within).map(kindItem));
    signs.replaceChildren(
      ...now.layer.signs.map((sign) => {
        const [name, ...words] = sign.name.split(": ");
        const own = shown((one) => one.within).length || "";
        const count = el("span", `${own}`, { className: "count" });
        const item = legendItem(swatch({ fill: paint(sign) }), capital(name), words.join(": "), count);
        item.className = "sign";
        return item;
      }),
      ...flagItems(),
      ...(pins.length ? [legendItem(dot, data.units, "somewhere inside the dashed circle")] : []),
    );
  };

  const rows = el("tbody");
  const heads = el("tr");
  const caption = el("caption");
  const putTable = () => {
    caption.replaceChildren(now.layer.title);
    const titles = ["County", "Region", "People in 2020", now.layer.title, ...data.heads];
    const lines = counties.map((county) => {
      const { kind, detail, flags } = about(county);
      const people = county.people.toLocaleString("en-US");
      const marks = flags.map((flag) => capital(data.flags[flag])).join("; ");
      return [county.name, county.region, people, kind.name, capital(detail), marks];
    });
    // As in a report: a column that nothing fills is left out.
    const filled = titles.map((_, place) => lines.some((cells) => cells[place]));
    const kept = (cells) => cells.filter((_, place) => filled[place]);
    heads.replaceChildren(...kept(titles).map((words) => el("th", words, { scope: "col" })));
    rows.replaceChildren(
      ...lines.map((cells, place) => {
        const [name, ...rest] = kept(cells);
        const row = holding("tr", el("th", name, { scope: "row" }), ...rest.map((words) => el("td", words)));
        row.dataset.geoid = counties[place].geoid;
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
      el("h2", county.full),
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
  const show = (layer, selected, only = null) => {
    const before = String(now.only);
    Object.assign(now, { layer, selected, only });
    paintAll();
    putMarks();
    putLegend();
    sayBelow();
    if (String(only) === before) thin();
    else look(); // which thins the names as well
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
    const table = holding("table", caption, holding("thead", heads), rows);
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
  $("shown").append(Object.assign(fold("Show or hide", control), { open: !embedded }));
  // In a frame the legend lies on the map, left of the state, or below the map where that is small.
  const side = $("side");
  const isOverMap = () => embedded && getComputedStyle(side).position === "absolute";
  const room = () => (isOverMap() ? side.offsetLeft + side.offsetWidth : 0);
  const sayBelow = () => {
    if (embedded) tell({ type: "below", px: isOverMap() ? 0 : side.scrollHeight });
  };
  new ResizeObserver(sayBelow).observe(side);

  // The whole state, in whatever frame, until somebody zooms in.
  const state = layers.counties.getBounds().pad(0.015);
  let least = Infinity;
  const atRest = () => map.getZoom() <= least + 0.01;
  // The state cannot be lost, nor hidden behind the legend.
  const limit = () => {
    const edges = state.pad(0.1);
    const corner = map.project(edges.getNorthWest()).subtract([room(), 0]);
    map.options.maxBounds = L.latLngBounds(map.unproject(corner), edges.getSouthEast());
  };
  const fit = () => {
    const { x, y } = map.getSize();
    if (!x || !y) return;
    const whole = atRest();
    // The edges of before would pull the map away from where it is put now.
    map.setMaxBounds();
    map.setMinZoom(0);
    least = map.getBoundsZoom(state, false, L.point(room(), 0));
    if (whole) map.fitBounds(state, { animate: false, paddingTopLeft: [room(), 0] });
    map.setMinZoom(least);
    limit();
    map.setMaxBounds(map.options.maxBounds); // from now on a move that leaves them is taken back
    thin();
  };
  // What the filter leaves, or all of the state.
  const look = () => {
    const own = (now.only || []).map((geoid) => shapes.get(geoid).getBounds());
    const bounds = own.length ? own.reduce((all, one) => all.extend(one), L.latLngBounds([])).pad(0.03) : state;
    map.fitBounds(bounds, { animate: false, paddingTopLeft: [room(), 0] });
    thin();
  };
  map.on("resize", fit);
  map.on("moveend overlayadd overlayremove", thin);
  map.on("zoomend", () => {
    container.classList.toggle("near", map.getZoom() > least + 0.8);
    limit();
  });
  map.on("overlayadd", () => {
    backdrop.forEach((shape) => map.hasLayer(shape) && shape.bringToBack());
    raiseCircles();
  });
  const backdrop = [layers.ground, layers.rivers].flatMap((layer) => (layer ? layer.getLayers() : [])).reverse();
  const resized = () => map.invalidateSize({ animate: false });
  new ResizeObserver(resized).observe(container);

  L.Tooltip.mergeOptions({ opacity: 1 });
  // A tooltip that would stick out of the map is moved back into it, and one under the legend beside it.
  let opened = null;
  const nudge = () => {
    if (!opened) return;
    opened.style.translate = "none";
    const [own, all] = [opened, container].map((one) => one.getBoundingClientRect());
    const shift = (low, high, least, most) => Math.max(least - low, Math.min(0, most - high));
    opened.style.translate = `${shift(own.left, own.right, own.bottom > side.offsetTop && room(), all.right)}px ${shift(own.top, own.bottom, all.top, all.bottom)}px`;
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
      resized();
    }),
  );

  if (embedded) {
    window.addEventListener("message", ({ source, data: asked }) => {
      if (source !== window.parent || typeof asked !== "object" || asked === null) return;
      const { type, layer, selected, only = null } = asked;
      if (asked.source !== SOURCE || type !== "show" || !chosen.has(layer)) return;
      if (selected !== null && !places.has(selected)) return;
      if (only !== null && !(Array.isArray(only) && only.every((geoid) => places.has(geoid)))) return;
      show(chosen.get(layer), selected, only);
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
