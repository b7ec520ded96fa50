/* Polygons: regions, areas, the ground below. */
(function () {
  'use strict';
  const workbench = window.workbench;
  const { varints, signed, mercator, lattice, formatted } = workbench;
  const GRID = 1e5; // coordinates are whole hundred-thousandths of a degree

  /** Reads rings of features: [{rings: [Float64Array of x, y], box}]. */
  function features(parts) {
    const rings = varints(parts[0]), sizes = varints(parts[1]), east = varints(parts[2]), north = varints(parts[3]);
    let ring = 0, point = 0, lng = 0, lat = 0;
    return Array.from(rings, (count) => {
      const feature = { rings: [], box: [Infinity, Infinity, -Infinity, -Infinity] };
      for (let k = 0; k < count; k++, ring++) {
        const xy = new Float64Array(2 * sizes[ring]);
        for (let at = 0; at < xy.length; at += 2, point++) {
          lng += signed(east[point]);
          lat += signed(north[point]);
          const [x, y] = mercator(lng / GRID, lat / GRID);
          xy[at] = x;
          xy[at + 1] = y;
          stretch(feature.box, x, y);
        }
        feature.rings.push(xy);
      }
      return feature;
    });
  }

  function stretch(box, x, y) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }

  function visible(box, view) {
    return box[2] * view.scale > view.left && box[0] * view.scale < view.left + view.width &&
      box[3] * view.scale > view.top && box[1] * view.scale < view.top + view.height;
  }

  /** The feature as a path; points closer than a pixel to the one before are left out. */
  function outline(feature, view, open) {
    const path = new Path2D();
    for (const ring of feature.rings) {
      let lastX = Infinity, lastY = Infinity, kept = 0;
      for (let k = 0; k < ring.length; k += 2) {
        const px = ring[k] * view.scale - view.left, py = ring[k + 1] * view.scale - view.top;
        if (Math.abs(px - lastX) + Math.abs(py - lastY) < 0.8) continue;
        path[kept++ ? 'lineTo' : 'moveTo'](px, py);
        lastX = px;
        lastY = py;
      }
      if (kept && !open) path.closePath();
    }
    return path;
  }

  function contains(feature, x, y) {
    const box = feature.box;
    if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) return false;
    let inside = false;
    for (const ring of feature.rings) if (lattice.inRing(ring, x, y)) inside = !inside;
    return inside;
  }

  function hatching(ctx, colour) {
    const tile = document.createElement('canvas');
    tile.width = tile.height = 8;
    const pen = tile.getContext('2d');
    pen.strokeStyle = colour;
    pen.lineWidth = 1.6;
    pen.beginPath();
    pen.moveTo(-2, 10);
    pen.lineTo(10, -2);
    pen.moveTo(-2, 2);
    pen.lineTo(2, -2);
    pen.moveTo(6, 10);
    pen.lineTo(10, 6);
    pen.stroke();
    return ctx.createPattern(tile, 'repeat');
  }

  function paint(ctx, path, entry) {
    if (entry.pattern === 'hatch') {
      ctx.fillStyle = hatching(ctx, entry.colour);
      ctx.fill(path, 'evenodd');
      ctx.strokeStyle = entry.colour;
      ctx.lineWidth = 1.2;
    } else if (entry.pattern === 'area') {
      ctx.globalAlpha = 0.07;
      ctx.fillStyle = entry.colour;
      ctx.fill(path, 'evenodd');
      ctx.globalAlpha = 1;
      ctx.strokeStyle = entry.colour;
      ctx.lineWidth = 2;
    } else {
      ctx.fillStyle = entry.colour;
      ctx.fill(path, 'evenodd');
      ctx.strokeStyle = 'rgba(255,255,255,.9)';
      ctx.lineWidth = 1;
    }
    ctx.stroke(path);
  }

  async function make(spec) {
    const found = features(await workbench.unpack(spec.shapes));
    const entries = spec.legend.entries;
    return {
      draw(ctx, view, style) {
        found.forEach((feature, row) => {
          const index = spec.classes[row];
          if (style.shown(index) && visible(feature.box, view)) paint(ctx, outline(feature, view), entries[index]);
        });
      },
      labels(view, style) {
        if (!spec.names) return [];
        return found.flatMap((feature, row) => {
          const wide = (feature.box[2] - feature.box[0]) * view.scale;
          if (!spec.names[row] || !style.shown(spec.classes[row]) || wide < 60 || !visible(feature.box, view)) return [];
          const at = mercator(...spec.name_points[row]);
          return [{ text: spec.names[row], at, weight: 600, colour: entries[spec.classes[row]].colour }];
        });
      },
      hit(x, y, view, style) {
        for (let row = found.length - 1; row >= 0; row--) if (style.shown(spec.classes[row]) && contains(found[row], x, y)) return row;
        return -1;
      },
      outline(row, ctx, view) {
        ctx.stroke(outline(found[row], view));
      },
      around(row, view) {
        const [left, top, right, bottom] = found[row].box;
        return [left * view.scale - view.left, top * view.scale - view.top, right * view.scale - view.left, bottom * view.scale - view.top];
      },
      /** Regions that the search can go to where there is no ground with names. */
      places: () => (spec.title_column === 'region'
        ? found.map((feature, row) => ({ name: workbench.rowOf(spec, row).title, code: '', within: '', box: feature.box })) : []),
      read: (row) => workbench.rowOf(spec, row),
      classOf: (row) => spec.classes[row],
    };
  }

  /** Title and lines of a card from columns kept as lists. */
  workbench.rowOf = function (spec, row) {
    const of = (column) => (column.words ? column.words[column.values[row]] : column.values[row]);
    const title = spec.columns.find((column) => column.name === spec.title_column);
    return {
      title: title ? formatted(of(title), title.type) : spec.title,
      lines: spec.columns.filter((column) => column !== title && of(column) !== null && of(column) !== undefined).map((column) => [column.label, formatted(of(column), column.type)]),
    };
  };

  Object.assign(workbench, { features, visible, outlineOf: outline, contains, stretch });
  workbench.makers.shapes = make;
})();
