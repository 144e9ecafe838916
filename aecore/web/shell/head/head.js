// Parts of the head, once for each page load.

page.head ??= {
  history: new PageHistory(),
  top: new PageTop(),
  translated: new Translated(),
  card: new TermCard(),
};

export default function ({ data, setTriggerValue }) {
  page.head.card.update(JSON.parse(data.json), (name) => setTriggerValue("asked", name));
}
