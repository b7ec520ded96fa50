/* The calm map below: land, borders, names. Drawn from the polygons in the page, never fetched. */
(function () {
  'use strict';
  const workbench = window.workbench;
  const LOOK = {
    province: { line: '#a3adb8', width: 1.2, fill: '#fbfaf7', weight: 600, size: 13, colour: '#5b6673', lines: 0, from: 3.5, until: 7.5 },
    city: { line: '#c3cad2', width: 0.9, fill: '#fbfaf7', weight: 600, size: 12, colour: '#66717e', lines: 5.5, from: 6, until: 18 },
    district: { line: '#d0d6dd', width: 0.9, fill: '#fbfaf7', weight: 500, size: 12, colour: '#6f7a87', lines: 7, from: 8.5, until: 19 },
    city_names: { weight: 600, size: 13, colour: '#5b6673', from: 6.5, until: 9 },
    city_edge: { line: '#b0b9c3', width: 1.3, lines: 6 },
    province_edge: { line: '#8f9aa6', width: 1.8, lines: 7 },
  };

  async function ground(spec) {
    const levels = [];
    for (const level of spec.levels) {
      const found = level.shapes ? workbench.features(await workbench.unpack(level.shapes)) : level.boxes.map(boxed);
      found.forEach((feature, row) => {
        if (!level.names) return;
        feature.name = level.names[row];
        feature.code = level.codes[row];
        feature.within = level.within[row];
        feature.at = workbench.mercator(level.points[row][0], level.points[row][1]);
      });
      // the largest first: they keep their names where there is no room for all
      if (level.names) found.sort((a, b) => area(b.box) - area(a.box));
      levels.push({ found, look: LOOK[level.name], named: Boolean(level.names) });
    }
    const lines = spec.lines ? workbench.features(await workbench.unpack(spec.lines)) : [];
    const named = levels.flatMap((level) => (level.named ? level.found : []));
    const places = [...new Map(named.map((each) => [each.code + each.name, each])).values()];
    const made = { detail: 0, bare: false, labels: (view) => labels(levels, view), places };
    made.land = painter((ctx, view) => drawLand(levels, made, lines, ctx, view));
    return made;
  }

  function area(box) {
    return (box[2] - box[0]) * (box[3] - box[1]);
  }

  function boxed([west, south, east, north]) {
    const [left, top] = workbench.mercator(west, north), [right, bottom] = workbench.mercator(east, south);
    return { rings: [], box: [left, top, right, bottom] };
  }

  function painter(draw) {
    return { draw, hit: () => -1 };
  }

  /** Below the zoom `detail` the finer outlines would end within the view, so only the country is drawn. */
  function drawLand(levels, { detail, bare }, lines, ctx, view) {
    ctx.lineJoin = 'round';
    for (const { found, look } of levels) {
      if (!look.line || view.zoom < look.lines || (look.lines && view.zoom < detail)) continue;
      for (const feature of found) {
        if (!workbench.visible(feature.box, view)) continue;
        const path = workbench.outlineOf(feature, view);
        if (look.fill && !bare) {
          ctx.fillStyle = look.fill;
          ctx.fill(path, 'evenodd');
        }
        ctx.strokeStyle = look.line;
        ctx.lineWidth = look.width;
        ctx.stroke(path);
      }
    }
    ctx.strokeStyle = '#8f9aa6';
    ctx.lineWidth = 1.6;
    for (const line of lines) ctx.stroke(workbench.outlineOf(line, view, true));
  }

  function labels(levels, view) {
    return levels.filter(({ named, look }) => named && view.zoom >= look.from && view.zoom < look.until)
      .flatMap(({ found, look }) => found.filter((feature) => workbench.visible(feature.box, view))
        .map((feature) => ({ text: feature.name, at: feature.at, weight: look.weight, size: look.size, colour: look.colour })));
  }

  workbench.ground = ground;
})();
