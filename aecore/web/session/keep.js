// Keeps what the visitor has in this tab, and a cookie that says that there is something.

import { cookies, kept, keptPhoto, storage } from "../browser/storage.js";

export default function ({ data }) {
  const { keep, cookie } = JSON.parse(data.json);
  storage.write(kept.name, JSON.stringify(keep));
  if (!keep.picture) keptPhoto.forget();
  cookies.write(cookie, "1");
}
