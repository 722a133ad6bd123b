// folium gives a marker its icon only after Leaflet has drawn it with the standard one, an image.
L.Marker.mergeOptions({ icon: L.divIcon({ className: "" }) });

// Text meets the page here and only here, and only as textContent.
const text = (value, tag = "div") => {
  const element = document.createElement(tag);
  element.dir = "auto";
  element.textContent = value;
  return element;
};

// A layer has no element before it is first shown, and a marker a new one each time.
const onElement = (layer, act) => {
  const run = () => {
    const element = layer.getElement && layer.getElement();
    if (element) act(element);
  };
  layer.on("add", run);
  run();
};

// The words a shape shows under the pointer and gives a screen reader; call again to change them.
const said = new Map();
const tip = (layer, value) => {
  const known = said.has(layer);
  said.set(layer, value);
  const name = (element) => {
    element.setAttribute("aria-label", said.get(layer));
    if (!element.hasAttribute("role")) element.setAttribute("role", "img");
    if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "0");
  };
  if (known) {
    layer.setTooltipContent(text(value));
    const element = layer.getElement();
    if (element) name(element);
  } else {
    layer.bindTooltip(text(value), { sticky: true });
    onElement(layer, name);
  }
};

const toCorner = (element, map) => {
  const control = L.control({ position: element.dataset.corner });
  control.onAdd = () => element;
  L.DomEvent.disableClickPropagation(element).disableScrollPropagation(element);
  control.addTo(map);
};

const door = {
  page: ({ map, data }) => {
    const fit = () => map.fitBounds(data.bounds, { animate: false });
    // In a frame that is not shown yet the map has no size to fit into.
    if (map.getSize().x && map.getSize().y) fit();
    else map.once("resize", fit);
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", data.title);
    const credit = L.control.attribution({ prefix: "Leaflet" }).addTo(map);
    data.attribution.forEach((line) => credit.addAttribution(text(line, "bdi").outerHTML));
    document.querySelectorAll("[data-corner]").forEach((element) => toCorner(element, map));
  },
  // A shape with a tooltip takes the keyboard's focus in Chromium; 82 nameless stops help nobody.
  shapes: ({ layer, data }) =>
    layer.eachLayer((shape) => {
      onElement(shape, (element) => {
        element.dataset.id = shape.feature.id;
        element.setAttribute("tabindex", "-1");
      });
      if (data[shape.feature.id]) tip(shape, data[shape.feature.id]);
    }),
  tip: ({ layer, data }) => tip(layer, data),
};
