// The map of page Find help in its frame: draws what a look-up found, from numbers alone.
//
//   parent -> page   {source, type: "show", layer, selected, place, turn}   (see webmap.js)
//   page -> parent   {source, type: "ready"}
//                    {source, type: "drawn", layer, selected, turn}
//
// Every word on the page is its own: of the message it takes numbers within bounds and ids that it
// knows, and whatever else a message holds makes the page leave it alone.
({ map, layers, data, text, tip }) => {
  const SOURCE = "crisis-coverage";
  const MOST_RINGS = 200;
  const MOST_CORNERS = 6000;
  const MOST_METERS = 1_000_000;
  // The page's own words in the reader's language; English where it has none.
  const told = new Map(data.words);
  const say = (words) => told.get(words) ?? words;
  // A ZIP's ground is the one nearer to its point than to others', not the post office's own.
  const areaWords = ({ scale }) => (scale === "zip" ? say("About where the ZIP lies") : say("Where the person may be"));
  const SIDES = ["right", "left", "above", "below", "above right", "above left", "below right", "below left"];
  // What the point stands for, by how exactly the place is known.
  const POINTS = {
    coordinate: "The coordinates",
    address: "The address",
    street: "The street",
    zip: "Center of the ZIP area",
    place: "Center of the town",
    county: "Middle of the county",
  };
  const container = map.getContainer();
  const $ = (id) => document.getElementById(id);
  const shapes = new Map();
  layers.counties.eachLayer((shape) => shapes.set(shape.feature.id, shape));
  const drawnUnits = layers.units.getLayers();
  const circles = drawnUnits.filter((layer) => layer instanceof L.Circle);
  const pins = drawnUnits.filter((layer) => !(layer instanceof L.Circle));
  const units = new Map(
    data.units.map(([id, city, words, at], number) => [
      id,
      { city, words, at, pin: pins[number], circle: circles[number] },
    ]),
  );
  let shown = null;

  // What may come in.
  const isNumber = (value, least, most) => typeof value === "number" && value >= least && value <= most;
  const isPoint = (value) =>
    Array.isArray(value) && value.length === 2 && isNumber(value[0], -180, 180) && isNumber(value[1], -90, 90);
  const isRing = (value) => Array.isArray(value) && value.length > 3 && value.length <= MOST_CORNERS && value.every(isPoint);
  const areRings = (value) =>
    Array.isArray(value) &&
    value.length <= MOST_RINGS &&
    value.every(isRing) &&
    value.reduce((count, ring) => count + ring.length, 0) <= MOST_CORNERS;
  const areKnown = (value, known) =>
    Array.isArray(value) && value.length <= known.size && value.every((id) => typeof id === "string" && known.has(id));
  const isPlace = (value) =>
    typeof value === "object" &&
    value !== null &&
    isPoint(value.point) &&
    isPoint(value.center) &&
    isNumber(value.radius_m, 0, MOST_METERS) &&
    areRings(value.rings) &&
    Object.hasOwn(POINTS, value.scale) &&
    areKnown(value.counties, shapes) &&
    areKnown(value.possible, units) &&
    areKnown(value.designated, units);

  const el = (tag, words = "", props = {}) => {
    const made = words === "" ? document.createElement(tag) : text(words, tag);
    return Object.assign(made, props);
  };
  const holding = (tag, ...parts) => {
    const made = el(tag);
    made.append(...parts);
    return made;
  };

  // Words beside a point; what would lie on something already written stays away.
  const labels = L.layerGroup().addTo(map);
  const label = (words, at, css) => {
    const icon = L.divIcon({ className: `label ${css}`, html: text(words) });
    return L.marker(at, { icon, interactive: false, keyboard: false }).addTo(labels);
  };
  let states = [];
  const box = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { element, left, right, top, bottom };
  };
  const meet = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const thin = () => {
    const whole = box(container);
    const taken = [...pins.map((pin) => box(pin.getElement()))];
    container.querySelectorAll(".leaflet-bar").forEach((bar) => taken.push(box(bar)));
    const inside = (one) => one.left >= whole.left && one.right <= whole.right && one.top >= whole.top && one.bottom <= whole.bottom;
    const own = (css) => [...container.querySelectorAll(`.label.${css}`)].map(box);
    const area = container.querySelector("path.area");
    const names = own("own").map(({ element }) => {
      element.dataset.side = "";
      return box(element);
    });
    const covered = area ? [box(area), ...names] : names;
    // Those of the answer come first; one beside a point tries every side before it is left out,
    // first without covering the place and its counties' names, then without the names. Such a
    // name leaves the county's middle only if it must.
    [...own("found"), ...names, ...own("unit"), ...own("name:not(.own)")].forEach((one) => {
      const { classList, dataset } = one.element;
      const isName = classList.contains("own");
      const sides = isName ? ["", ...SIDES] : classList.contains("beside") ? SIDES : [""];
      const fit = (others) => (side) => {
        dataset.side = side;
        const place = box(one.element);
        const free = inside(place) && !others.some((other) => meet(place, other));
        if (free) taken.push(place);
        return free;
      };
      const spared = isName || sides.length === 1 ? [] : [covered, names];
      const fits = [...spared, []].some((more) => sides.some(fit([...taken, ...more])));
      classList.toggle("crowded", !fits);
      one.element.setAttribute("aria-hidden", "true"); // buttons and shapes have names of their own
    });
    // A neighbor's name stands where the view shows that state, beside the counties.
    const isCounty = (x, y) => document.elementFromPoint(x, y)?.matches("path.county");
    states.forEach(({ marker, points }) => {
      const element = marker.getElement();
      const fits = points.some((at) => {
        marker.setLatLng(at);
        const place = box(element);
        const free = inside(place) && !taken.some((other) => meet(place, other))
          && ![place.left, place.right].some((x) => [place.top, place.bottom].some((y) => isCounty(x, y)));
        if (free) taken.push(place);
        return free;
      });
      element.classList.toggle("crowded", !fits);
      element.setAttribute("aria-hidden", "true");
    });
  };

  // What a unit is to the place, in words and by the shape of its button.
  const roleOf = (id) => {
    if (!shown) return [];
    const roles = [];
    if (shown.possible.includes(id)) roles.push(shown.possible.length === 1 ? "nearest" : "could be nearest");
    if (shown.designated.includes(id)) roles.push("region's own");
    return roles;
  };
  const putUnits = () =>
    units.forEach(({ city, words, at, pin }, id) => {
      const roles = roleOf(id);
      const rolesSaid = roles.map(say);
      const element = pin.getElement();
      element.classList.toggle("possible", Boolean(shown && shown.possible.includes(id)));
      element.classList.toggle("designated", Boolean(shown && shown.designated.includes(id)));
      element.dataset.unit = id;
      element.dataset.roles = roles.join(", ");
      tip(pin, [words, ...rolesSaid.map((role) => `${role.charAt(0).toUpperCase()}${role.slice(1)}`)].join("\n"));
      label([city, ...rolesSaid].join("\n"), at, roles.length ? "found beside" : "unit beside");
    });

  // The place: area, point, ways to the units, counties.
  const found = L.layerGroup().addTo(map);
  const swap = ([lon, lat]) => [lat, lon];
  const areaOf = ({ rings, center, radius_m: radius }) => {
    const style = { className: "area", color: "#8c2d04", weight: 2.5, dashArray: "8 4", fillColor: "#f4b183", fillOpacity: 0.3 };
    return rings.length ? L.polygon(rings.map((ring) => ring.map(swap)), style) : L.circle(swap(center), { ...style, radius });
  };
  const putPlace = () => {
    found.clearLayers();
    const own = new Set(shown ? shown.counties : []);
    shapes.forEach((shape, geoid) => {
      const chosen = own.has(geoid);
      shape.setStyle({ fillColor: chosen ? "#fff3c4" : "#fbfbf8", color: chosen ? "#4a3b00" : "#98a1a8", weight: chosen ? 2.2 : 0.8 });
      shape.getElement().dataset.chosen = String(chosen);
      if (chosen) shape.bringToFront();
    });
    if (!shown) return;
    const area = areaOf(shown).addTo(found);
    tip(area, areaWords(shown));
    area.getElement().dataset.corners = String(shown.rings.reduce((count, ring) => count + ring.length, 0));
    const reached = [...new Set([...shown.possible, ...shown.designated])];
    reached.forEach((id) => {
      const style = { className: "way", color: "#10222f", weight: 1.6, dashArray: shown.possible.includes(id) ? null : "2 6" };
      L.polyline([swap(shown.point), units.get(id).at], { ...style, interactive: false }).addTo(found);
    });
    const dot = L.divIcon({ className: "point", iconSize: [38, 38] });
    // Below the buttons of the units: its arms are seen around one in the same place.
    const options = { icon: dot, keyboard: false, zIndexOffset: -10_000 };
    const point = L.marker(swap(shown.point), options).addTo(found);
    tip(point, say(POINTS[shown.scale]));
    circles.forEach((circle) => circle.bringToFront());
  };

  // The legend names only what is there.
  const sign = (css, words = "") => el("span", words, { className: `sign ${css}` });
  const putLegend = () => {
    const item = (picture, words) => holding("li", picture, el("span", words));
    const circle = item(sign("circle-sign"), say("It is inside the circle"));
    const items = shown
      ? [
          item(sign("area-sign"), areaWords(shown)),
          item(sign("pin possible", "+"), shown.possible.length > 1 ? say("Could be nearest") : say("Nearest crisis unit")),
          item(sign("pin", "+"), say("Other crisis unit")),
          circle,
        ]
      : [item(sign("pin", "+"), say("Crisis unit")), circle];
    $("legend").replaceChildren(holding("ul", ...items));
  };

  // What is in view: the place with the units that matter to it, or the whole state.
  const state = layers.counties.getBounds().pad(0.015);
  const boundsOf = () => {
    const bounds = areaOf(shown).addTo(found);
    const around = L.latLngBounds([bounds.getBounds(), swap(shown.point)]);
    found.removeLayer(bounds);
    [...shown.possible, ...shown.designated].forEach((id) => around.extend(units.get(id).at));
    return around;
  };
  let wide = true;
  const fit = () => {
    const { x, y } = map.getSize();
    if (!x || !y) return;
    map.setMinZoom(0);
    map.setMaxBounds(null);
    const least = map.getBoundsZoom(state);
    // Room for the labels around the units, and for the buttons in the corners.
    const padding = [Math.min(60, x / 7), Math.min(60, y / 7)];
    if (wide || !shown) map.fitBounds(state, { animate: false });
    else map.fitBounds(boundsOf(), { animate: false, padding, maxZoom: 9 });
    map.setMinZoom(least);
    map.setMaxBounds(state.pad(0.35));
    thin();
  };
  const views = el("div", "", { className: "leaflet-bar views" });
  const view = (words, isWide) => {
    const button = el("button", words, { type: "button" });
    button.addEventListener("click", () => {
      wide = isWide;
      fit();
    });
    views.append(button);
    return button;
  };
  const here = view(say("The place"), false);
  view(say("Whole state"), true);
  L.DomEvent.disableClickPropagation(views).disableScrollPropagation(views);
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => views;
  control.addTo(map);

  const show = (place) => {
    shown = place;
    wide = !place;
    here.hidden = !place;
    labels.clearLayers();
    putPlace();
    putUnits();
    data.counties.forEach(([geoid, name, at]) => label(name, at, `name${shown && shown.counties.includes(geoid) ? " own" : ""}`));
    states = data.states.map(([name, points]) => ({ points, marker: label(name, points[0], "state") }));
    putLegend();
    fit();
  };

  // The page: map above, legend below, credits in their own line.
  const credit = container.querySelector(".leaflet-control-attribution");
  const stage = el("div", "", { id: "stage" });
  container.replaceWith(stage);
  stage.append(container, credit);
  L.Tooltip.mergeOptions({ opacity: 1 });
  pins.forEach((pin, number) =>
    pin.on("click keypress", () => map.setView(data.units[number][3], Math.max(map.getZoom(), 9))),
  );
  map.on("moveend", thin);
  map.on("resize", fit);
  // The legend takes room from the map as it grows.
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);
  // The map must not catch what is meant for the page: the wheel zooms with Ctrl only, and one
  // finger scrolls the page as long as the map shows the whole state.
  map.scrollWheelZoom.disable();
  container.addEventListener(
    "wheel",
    ({ ctrlKey, metaKey }) => map.scrollWheelZoom[ctrlKey || metaKey ? "enable" : "disable"](),
    { capture: true, passive: true },
  );
  const touch = window.matchMedia("(pointer: coarse)");
  const calm = () => map.dragging[touch.matches && map.getZoom() <= map.getMinZoom() + 0.01 ? "disable" : "enable"]();
  map.on("zoomend resize", calm);
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    const { setView } = map;
    map.options.inertia = false;
    map.setView = (center, zoom, options) => setView.call(map, center, zoom, { ...options, animate: false });
  }

  const tell = (message) => window.parent.postMessage({ source: SOURCE, ...message }, "*");
  show(null);
  if (window.parent === window) return;
  window.addEventListener("message", ({ source, data: asked }) => {
    if (source !== window.parent || typeof asked !== "object" || asked === null) return;
    const { type, layer, place, turn } = asked;
    if (asked.source !== SOURCE || type !== "show" || layer !== data.layer) return;
    if (!isNumber(turn, 0, Number.MAX_SAFE_INTEGER) || (place !== null && !isPlace(place))) return;
    show(place);
    tell({ type: "drawn", layer, selected: null, turn });
  });
  tell({ type: "ready" });
}
