/* Points: addresses with the radius of their uncertainty, and stations. */
(function () {
  'use strict';
  const workbench = window.workbench;
  const GRID = 1e6; // whole millionths of a degree
  const WIDEST = 90; // pixels; a wider circle hides more than it tells and is drawn for the point under the pointer only
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
    const inside = (px, py, view) => px > -20 && py > -20 && px < view.width + 20 && py < view.height + 20;

    function around(ctx, row, view) {
      if (!radius || !radius.values[row]) return;
      circle(ctx, places.x[row] * view.scale - view.left, places.y[row] * view.scale - view.top,
        radius.values[row] * places.stretch[row] * view.scale);
    }

    return {
      draw(ctx, view, style) {
        const size = view.zoom >= 13 ? 5 : view.zoom >= 10 ? 3.6 : 2.4;
        for (let row = 0; row < places.x.length; row++) {
          const px = places.x[row] * view.scale - view.left, py = places.y[row] * view.scale - view.top;
          if (!style.shown(spec.classes[row]) || !inside(px, py, view)) continue;
          const colour = entries[spec.classes[row]].colour;
          if (big) {
            marker(ctx, px, py, colour);
            continue;
          }
          const wide = radius ? radius.values[row] * places.stretch[row] * view.scale : 0;
          if (wide > size + 3 && wide < WIDEST) {
            around(ctx, row, view);
            ctx.globalAlpha = 0.08;
            ctx.fillStyle = colour;
            ctx.fill();
            ctx.globalAlpha = 1;
          }
          circle(ctx, px, py, size);
          ctx.fillStyle = colour;
          ctx.fill();
          if (size > 3) {
            ctx.strokeStyle = 'rgba(255,255,255,.9)';
            ctx.lineWidth = 1.2;
            ctx.stroke();
          }
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
