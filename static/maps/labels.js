// Words on a map: each label takes the first of its sides on which it covers no circle, no sign and no more important
// label, measured as drawn; one without room is hidden until the map is moved, zoomed or resized.
"use strict";

function aidPlaceLabels(map) {
  const size = map.getSize();
  const taken = [...aidCircles(map), ...aidSigns(map)];
  const labels = [...map.getContainer().querySelectorAll(".aid-label > [data-rank]")];
  labels.sort((a, b) => a.dataset.rank - b.dataset.rank);
  for (const label of labels) {
    const at = aidPlaceOf(map, label.parentElement);
    const boxes = aidBoxes(at, label.offsetWidth, label.offsetHeight, Number(label.dataset.off));
    const hasRoom = (box) =>
      box[0] >= 0 && box[1] >= 0 && box[2] <= size.x && box[3] <= size.y &&
      !taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
    const side = label.dataset.sides.split(" ").find((name) => hasRoom(boxes[name])) || label.dataset.fallback;
    label.style.visibility = side ? "visible" : "hidden";
    if (side) {
      label.style.left = `${boxes[side][0] - at.x}px`;
      label.style.top = `${boxes[side][1] - at.y}px`;
      taken.push(boxes[side]);
    }
  }
}

function aidBoxes(at, width, height, off) {
  const box = (left, top) => [left, top, left + width, top + height];
  return {
    right: box(at.x + off, at.y - height / 2),
    left: box(at.x - off - width, at.y - height / 2),
    above: box(at.x - width / 2, at.y - off - height),
    below: box(at.x - width / 2, at.y + off),
    over: box(at.x - width / 2, at.y - height / 2),
  };
}

function aidPlaceOf(map, marker) {
  return map.layerPointToContainerPoint(L.DomUtil.getPosition(marker));
}

function aidCircles(map) {
  const circles = [];
  map.eachLayer((layer) => {
    if (layer instanceof L.CircleMarker) {
      const at = map.latLngToContainerPoint(layer.getLatLng());
      const radius = layer.getRadius();
      circles.push([at.x - radius, at.y - radius, at.x + radius, at.y + radius]);
    }
  });
  return circles;
}

function aidSigns(map) {
  return [...map.getContainer().querySelectorAll(".aid-label > :not([data-rank])")].map((sign) => {
    const at = aidPlaceOf(map, sign.parentElement);
    const half = sign.offsetWidth / 2;
    return [at.x - half, at.y - half, at.x + half, at.y + half];
  });
}

function aidKeepLabelsPlaced(map) {
  let waiting = false;
  const place = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      aidPlaceLabels(map);
    });
  };
  map.on("zoomend moveend resize layeradd layerremove", place);
  document.fonts.ready.then(place);
  place();
}
