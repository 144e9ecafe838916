// Parts of the head, once for each page load.

import { page } from "../../browser/registry.js";
import { embed } from "./embed.js";
import { awaitFirstRun } from "./first_run.js";
import { PageHistory } from "./page_history.js";
import { PageTop } from "./page_top.js";
import { TermCard } from "./term_card.js";
import { Translated } from "./translated.js";

embed();
awaitFirstRun();
const pageTop = new PageTop();
page.head = {
  history: new PageHistory(() => pageTop.come(0)),
  top: pageTop,
  translated: new Translated(),
  card: new TermCard(),
};

export default function ({ data, setTriggerValue }) {
  page.head.card.update(JSON.parse(data.json), (name) => setTriggerValue("asked", name));
}
