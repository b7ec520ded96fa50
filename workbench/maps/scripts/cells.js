/* Draws a lattice of cells on any 2D canvas: pixels while cells are small, paths above; only what is in view.
   A view is {scale, left, top, width, height, ratio}: pixel = mercator * scale - (left, top), in CSS pixels. */
(function () {
  'use strict';
  const workbench = window.workbench;
  const { decode, find, name, corners, groupOf } = workbench.lattice;
  const PATH_FROM = 4; // pixels across a cell from which its shape can be seen
  const NESTED_FROM = 7; // ... from which a resolution is shown rather than its parents
  const EDGE_FROM = 9; // ... from which a line between cells helps
  const BATCH = 32; // cells in one path: longer paths are slower by far
  const readers = { varints: workbench.varints, planes: workbench.planes };

  /** Makes a model from the parts of one packed layer and its specification: eight parts for each resolution
      (a mosaic has several, disjoint), then the columns over all rows. */
  function open(parts, spec) {
    const lattices = [], columns = {};
    let total = 0;
    spec.resolutions.forEach((resolution, index) => {
      const lattice = decode(parts.slice(8 * index, 8 * index + 8), resolution);
      lattices.push({ lattice, first: total });
      total += lattice.total;
    });
    spec.columns.forEach((column, index) => {
      columns[column.name] = readers[column.code](parts[8 * spec.resolutions.length + index]);
    });
    const model = { lattices, columns, spec, classes: new Uint8Array(total) };
    classify(model, spec.limits, spec.min_count);
    return model;
  }

  /** Puts each cell into a class: 0.. by the limits, then "too few", then "no data". */
  function classify(model, limits, minCount) {
    const values = model.columns[model.spec.value], n = model.columns.n;
    const few = limits.length + 1, none = few + 1;
    for (let row = 0; row < values.length; row++) {
      if (n && n[row] < minCount) model.classes[row] = few;
      else if (values[row] === 0) model.classes[row] = none;
      else {
        let found = 0;
        while (found < limits.length && values[row] - 1 >= limits[found]) found++;
        model.classes[row] = found;
      }
    }
  }

  /** What is drawn at a zoom: all parts of a mosaic; of nested ones the finest whose cells can be pointed at. */
  function chosen(model, view) {
    const sized = model.lattices.map((part) => ({ ...part, across: sizeOf(part.lattice, view) }));
    if (!model.spec.nested) return sized;
    const seen = sized.findLast((part) => part.across >= NESTED_FROM) || sized[0];
    return seen ? [seen] : [];
  }

  function draw(model, ctx, view, style) {
    const sized = chosen(model, view);
    const small = sized.filter((part) => part.across < PATH_FROM);
    if (small.length) splat(model, small, ctx, view, style);
    for (const part of sized) if (part.across >= PATH_FROM) paths(model, part, ctx, view, style);
  }

  function sizeOf(lattice, view) {
    if (lattice.groups.length) return lattice.groups[0].size * view.scale;
    return lattice.odd.length ? lattice.odd[0].size * view.scale : 0;
  }

  function inView(box, view, margin) {
    return box[2] * view.scale > view.left - margin && box[0] * view.scale < view.left + view.width + margin &&
      box[3] * view.scale > view.top - margin && box[1] * view.scale < view.top + view.height + margin;
  }

  function* spans(lattice, view, margin) {
    for (const group of lattice.groups) if (inView(group.box, view, margin)) yield [group.start, group.stop, group];
    if (lattice.odd.length) yield [lattice.regular, lattice.total, null];
  }

  function splat(model, parts, ctx, view, style) {
    const ratio = view.ratio, width = Math.round(view.width * ratio), height = Math.round(view.height * ratio);
    const { classes } = model, image = ctx.createImageData(width, height), pixels = new Uint32Array(image.data.buffer);
    const colours = style.colours.map((colour, index) => (style.shown(index) ? workbench.rgba(colour) : 0));
    for (const { lattice, first, across } of parts) {
      const { x, y } = lattice, scale = view.scale * ratio;
      const side = Math.max(1, Math.ceil(across * ratio - 0.05)); // never narrower than the step between cells
      const left = view.left * ratio + (side - 1) / 2, top = view.top * ratio + (side - 1) / 2;
      for (const [start, stop] of spans(lattice, view, across)) {
        for (let row = start; row < stop; row++) {
          const colour = colours[classes[first + row]];
          if (colour === 0) continue;
          const px = Math.round(x[row] * scale - left), py = Math.round(y[row] * scale - top);
          if (px <= -side || py <= -side || px >= width || py >= height) continue;
          const fromX = px < 0 ? 0 : px, toX = px + side > width ? width : px + side;
          const fromY = py < 0 ? 0 : py, toY = py + side > height ? height : py + side;
          for (let line = fromY * width; line < toY * width; line += width) {
            for (let at = line + fromX; at < line + toX; at++) pixels[at] = colour;
          }
        }
      }
    }
    ctx.putImageData(image, 0, 0);
  }

  function paths(model, part, ctx, view, style) {
    const { lattice, first, across } = part, count = style.colours.length;
    const waiting = new Int32Array(count), made = Array.from({ length: count }, () => new Path2D());
    const edged = across >= EDGE_FROM, margin = across, out = new Float64Array(12);
    ctx.lineJoin = 'round';
    const flush = (index) => {
      ctx.fillStyle = style.colours[index];
      ctx.fill(made[index]);
      // a hair line closes the seams between neighbours; from a certain size on it divides them instead
      ctx.strokeStyle = edged ? 'rgba(255,255,255,.75)' : style.colours[index];
      ctx.lineWidth = edged ? Math.min(1.2, across / 16) : 0.5;
      ctx.stroke(made[index]);
      made[index] = new Path2D();
      waiting[index] = 0;
    };
    for (const [start, stop, group] of spans(lattice, view, margin)) {
      for (let row = start; row < stop; row++) {
        const index = model.classes[first + row];
        if (!style.shown(index)) continue;
        const px = lattice.x[row] * view.scale - view.left, py = lattice.y[row] * view.scale - view.top;
        if (px < -margin || py < -margin || px > view.width + margin || py > view.height + margin) continue;
        trace(made[index], lattice, group, row, view, out);
        if (++waiting[index] === BATCH) flush(index);
      }
    }
    for (let index = 0; index < count; index++) if (waiting[index]) flush(index);
  }

  function trace(path, lattice, group, row, view, out) {
    if (!group) {
      const ring = lattice.odd[row - lattice.regular].ring;
      for (let k = 0; k < ring.length; k += 2) {
        path[k ? 'lineTo' : 'moveTo'](ring[k] * view.scale - view.left, ring[k + 1] * view.scale - view.top);
      }
    } else {
      const x = lattice.x[row], y = lattice.y[row];
      corners(lattice, group, row, out);
      path.moveTo((x + out[0]) * view.scale - view.left, (y + out[1]) * view.scale - view.top);
      for (let k = 2; k < 12; k += 2) {
        path.lineTo((x + out[k]) * view.scale - view.left, (y + out[k + 1]) * view.scale - view.top);
      }
    }
    path.closePath();
  }

  function hit(model, x, y, view) {
    for (const { lattice, first } of chosen(model, view)) {
      const row = find(lattice, x, y);
      if (row >= 0) return first + row;
    }
    return -1;
  }

  /** The resolution that nested cells are shown at, or null where all are. */
  function resolutionAt(model, view) {
    return model.spec.nested && model.lattices.length ? chosen(model, view)[0].lattice.resolution : null;
  }

  function home(model, row) {
    const part = model.lattices.findLast((each) => each.first <= row);
    return [part.lattice, row - part.first];
  }

  function outline(model, row, ctx, view) {
    const [lattice, own] = home(model, row), path = new Path2D();
    trace(path, lattice, groupOf(lattice, own) || null, own, view, new Float64Array(12));
    ctx.stroke(path);
  }

  /** A box around a cell in pixels. */
  function around(model, row, view) {
    const [lattice, own] = home(model, row), reach = sizeOf(lattice, view) + 2;
    const px = lattice.x[own] * view.scale - view.left, py = lattice.y[own] * view.scale - view.top;
    return [px - reach, py - reach, px + reach, py + reach];
  }

  /** The values of a row as the card shows them. */
  function read(model, row) {
    const [lattice, own] = home(model, row), values = {};
    for (const column of model.spec.columns) {
      const raw = model.columns[column.name][row];
      values[column.name] = column.steps ? (raw ? (raw - 1) / column.steps : null) : raw;
    }
    return { name: name(lattice, own), values, index: model.classes[row] };
  }

  workbench.cells = { open, classify, draw, hit, outline, around, read, resolutionAt };
})();
