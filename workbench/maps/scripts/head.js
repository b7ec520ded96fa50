/* Title, search and the line of facts. */
(function () {
  'use strict';
  const workbench = window.workbench, { element } = workbench;
  const MOST = 8;

  function search(map, places, words) {
    const box = element('div', 'search');
    const input = box.appendChild(element('input'));
    input.type = 'search';
    input.placeholder = words.search;
    input.setAttribute('aria-label', words.search);
    const list = box.appendChild(element('ul'));

    function go(place) {
      input.value = place.name;
      list.replaceChildren();
      const [west, north] = workbench.unproject(place.box[0], place.box[1]), [east, south] = workbench.unproject(place.box[2], place.box[3]);
      map.flyToBounds([[south, west], [north, east]], { duration: 0.6, maxZoom: 13, ...workbench.margins() });
    }

    function matches() {
      const asked = input.value.trim().toLowerCase();
      if (!asked) return [];
      const ranked = places.map((place) => [place.code.startsWith(asked) ? 0 : place.name.toLowerCase().indexOf(asked), place]);
      return ranked.filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0] || a[1].name.length - b[1].name.length).slice(0, MOST).map(([, place]) => place);
    }

    function show() {
      const found = matches();
      list.replaceChildren();
      for (const place of found) {
        const row = list.appendChild(element('li')).appendChild(element('button'));
        row.type = 'button';
        row.appendChild(element('span', '', place.name));
        if (place.within) row.appendChild(element('small', '', place.within));
        row.addEventListener('click', () => go(place));
      }
      if (input.value.trim() && !found.length) list.appendChild(element('li', 'nothing', words.nothing));
    }

    input.addEventListener('input', show);
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && matches().length) go(matches()[0]);
      if (event.key === 'Escape') list.replaceChildren();
    });
    return box;
  }

  workbench.head = function (map, data, places) {
    const { sheet, words } = data, head = element('header', 'head');
    const line = head.appendChild(element('div', 'head-line'));
    line.appendChild(element('h1', '', sheet.title));
    if (sheet.mark) line.appendChild(element('span', 'mark', sheet.mark));
    if (sheet.subtitle) head.appendChild(element('p', 'subtitle', sheet.subtitle));
    if (places.length) head.appendChild(search(map, places, words));
    document.body.appendChild(head);
    document.title = sheet.title;
    return head;
  };

  workbench.foot = function (data) {
    const foot = element('footer', 'foot');
    for (const [label, text] of data.sheet.facts) {
      const fact = foot.appendChild(element('span', 'fact'));
      fact.appendChild(element('b', '', label));
      fact.appendChild(element('span', '', text));
    }
    if (data.sheet.footnote) foot.appendChild(element('span', 'footnote', data.sheet.footnote));
    document.body.appendChild(foot);
    return foot;
  };
})();
