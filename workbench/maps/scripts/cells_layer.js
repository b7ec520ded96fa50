/* Cells as a layer of the page: the drawing core with a card and a legend. */
(function () {
  'use strict';
  const workbench = window.workbench, { cells, formatted } = workbench;

  workbench.makers.cells = async function (spec) {
    const model = cells.open(await workbench.unpack(spec.cells), spec);
    const entries = spec.legend.entries;

    function told(field, read) {
      const of = (name) => read.values[name];
      if (field.type === 'span') return formatted([of(field.names[0]), of(field.names[1])], 'span');
      if (field.type === 'ratio') return of(field.names[1]) ? formatted(of(field.names[0]) / of(field.names[1]), 'share') : '–';
      return formatted(of(field.names[0]), field.type);
    }

    return {
      model,
      draw: (ctx, view, style) => cells.draw(model, ctx, view, style),
      hit(x, y, view, style) {
        const row = cells.hit(model, x, y, view);
        return row >= 0 && style.shown(model.classes[row]) ? row : -1;
      },
      outline: (row, ctx, view) => cells.outline(model, row, ctx, view),
      around: (row, view) => cells.around(model, row, view),
      read(row) {
        const read = cells.read(model, row);
        const bare = spec.hide_few && read.index === spec.limits.length + 1;
        const lines = bare ? [] : spec.fields.map((field) => [field.label, told(field, read)]);
        return { title: entries[read.index].label, lines: [...lines, [spec.words.cell, read.name]] };
      },
      resolutionAt: (view) => cells.resolutionAt(model, view),
      classOf: (row) => model.classes[row],
    };
  };
})();
