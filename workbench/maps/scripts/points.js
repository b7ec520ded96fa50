/* Points: addresses with the radius of their uncertainty, and stations. */
(function () {
  'use strict';
  const workbench = window.workbench;
  const GRID = 1e6; // whole millionths of a degree
  const WIDEST = 90; // pixels; a wider circle hides more than it tells and is drawn for the point under the pointer only
  const FEW = 400, MANY = 6000, VERY_MANY = 40000; // points in view: with circles, as dots, as pixels, as smaller pixels
  const REACH = 9; // pixels from a point at which it answers

  function positions(parts) {
    const east = workbench.varints(parts[0]), north = workbench.varints(parts[1]);
    const x = new Float64Array(east.length), y = new Float64Array(east.length), stretch = new Float64Array(east.length);
    let lng = 0, lat = 0;
    for (let row = 0; row < east.length; row++) {
      lng += workbench.signed(east[row]);
      lat += workbench.signed(north[row]);
      [x[row], y[row]] = workbench.mercator(lng / GRID, lat / GRID);
      stretch[row] = 1 / (40075016.686 * Math.cos((lat / GRID / 180) * Math.PI)); // one metre on the square
    }
    return { x, y, stretch };
  }

  function nearest(places, x, y, view, shown, reach) {
    const limit = reach / view.scale;
    let best = limit * limit, found = -1;
    for (let row = 0; row < places.x.length; row++) {
      const dx = places.x[row] - x, dy = places.y[row] - y, away = dx * dx + dy * dy;
      if (away <= best && shown(row)) {
        best = away;
        found = row;
      }
    }
    return found;
  }

  function boxAround(places, row, view, reach) {
    const px = places.x[row] * view.scale - view.left, py = places.y[row] * view.scale - view.top;
    return [px - reach, py - reach, px + reach, py + reach];
  }

  function circle(ctx, px, py, radius) {
    ctx.beginPath();
    ctx.arc(px, py, radius, 0, 2 * Math.PI);
  }

  /** Rows in view, from the first to the last. */
  function inView(places, view, shown) {
    const rows = [], { x, y } = places, { scale, left, top, width, height } = view;
    for (let row = 0; row < x.length; row++) {
      const px = x[row] * scale - left, py = y[row] * scale - top;
      if (px > -20 && py > -20 && px < width + 20 && py < height + 20 && shown(row)) rows.push(row);
    }
    return rows;
  }

  /** Very many points: small squares written as pixels. */
  function splat(ctx, places, rows, view, classOf, entries) {
    const ratio = view.ratio, width = Math.round(view.width * ratio), height = Math.round(view.height * ratio);
    const image = ctx.createImageData(width, height), pixels = new Uint32Array(image.data.buffer);
    const colours = entries.map((entry) => workbench.rgba(entry.colour));
    const side = Math.round((rows.length > VERY_MANY ? 2 : 3) * ratio);
    for (const row of rows) {
      const px = Math.round((places.x[row] * view.scale - view.left) * ratio), py = Math.round((places.y[row] * view.scale - view.top) * ratio);
      if (px < 0 || py < 0 || px + side >= width || py + side >= height) continue;
      const colour = colours[classOf(row)];
      for (let b = py; b < py + side; b++) for (let a = px; a < px + side; a++) pixels[b * width + a] = colour;
    }
    ctx.putImageData(image, 0, 0);
  }

  /** Dots with a rim, drawn once per class and then copied. */
  function drawDots(ctx, places, rows, view, classOf, entries) {
    const size = rows.length > 3000 || view.zoom < 10 ? 2.6 : view.zoom >= 13 && rows.length < 1200 ? 5 : 3.6, side = Math.ceil(2 * size + 4);
    const stamps = entries.map((entry) => {
      const stamp = document.createElement('canvas');
      stamp.width = stamp.height = side * view.ratio;
      const pen = stamp.getContext('2d');
      pen.scale(view.ratio, view.ratio);
      circle(pen, side / 2, side / 2, size);
      pen.fillStyle = entry.colour;
      pen.fill();
      pen.strokeStyle = 'rgba(255,255,255,.9)';
      pen.lineWidth = 1.1;
      pen.stroke();
      return stamp;
    });
    for (const row of rows) {
      const px = places.x[row] * view.scale - view.left - side / 2, py = places.y[row] * view.scale - view.top - side / 2;
      ctx.drawImage(stamps[classOf(row)], px, py, side, side);
    }
  }

  function drawStations(ctx, places, rows, view, colourOf) {
    for (const row of rows) marker(ctx, places.x[row] * view.scale - view.left, places.y[row] * view.scale - view.top, colourOf(row));
  }

  function marker(ctx, px, py, colour) {
    ctx.fillStyle = '#ffffff';
    ctx.strokeStyle = colour;
    ctx.lineWidth = 3;
    circle(ctx, px, py, 7);
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = colour;
    ctx.fillRect(px - 2.5, py - 2.5, 5, 5);
  }

  async function make(spec) {
    const places = positions(await workbench.unpack(spec.points));
    const entries = spec.legend.entries, big = spec.marker === 'station';
    const radius = spec.columns.find((column) => column.name === 'radius_m');
    function around(ctx, row, view) {
      if (!radius || !radius.values[row]) return;
      circle(ctx, places.x[row] * view.scale - view.left, places.y[row] * view.scale - view.top,
        radius.values[row] * places.stretch[row] * view.scale);
    }

    function blur(ctx, row, view) {
      const wide = radius.values[row] * places.stretch[row] * view.scale;
      if (wide < 8 || wide > WIDEST) return;
      around(ctx, row, view);
      ctx.globalAlpha = 0.08;
      ctx.fillStyle = entries[spec.classes[row]].colour;
      ctx.fill();
      ctx.globalAlpha = 1;
    }

    return {
      draw(ctx, view, style) {
        const rows = inView(places, view, (row) => style.shown(spec.classes[row]));
        if (big) drawStations(ctx, places, rows, view, (row) => entries[spec.classes[row]].colour);
        else if (rows.length > MANY) splat(ctx, places, rows, view, (row) => spec.classes[row], entries);
        else {
          if (radius && rows.length <= FEW) rows.forEach((row) => blur(ctx, row, view));
          drawDots(ctx, places, rows, view, (row) => spec.classes[row], entries);
        }
      },
      labels(view, style) {
        if (!big || view.zoom < 9) return [];
        return spec.names.flatMap((text, row) => (style.shown(spec.classes[row])
          ? [{ text, at: [places.x[row], places.y[row]], below: 19, weight: 600, colour: '#2a333d' }] : []));
      },
      hit: (x, y, view, style) => nearest(places, x, y, view, (row) => style.shown(spec.classes[row]), REACH),
      outline(row, ctx, view) {
        circle(ctx, places.x[row] * view.scale - view.left, places.y[row] * view.scale - view.top, big ? 11 : 8);
        ctx.stroke();
        if (radius && radius.values[row]) {
          ctx.setLineDash([5, 4]);
          around(ctx, row, view);
          ctx.stroke();
          ctx.setLineDash([]);
        }
      },
      around: (row, view) => boxAround(places, row, view, Math.max(12, radius ? radius.values[row] * places.stretch[row] * view.scale : 0)),
      read: (row) => workbench.rowOf(spec, row),
      classOf: (row) => spec.classes[row],
    };
  }

  Object.assign(workbench, { positions, nearest, circle, boxAround });
  workbench.makers.points = make;
})();
