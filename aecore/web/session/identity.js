// Keeps who the visitor is in a cookie, for a reload to come back to their runs.

import { cookies } from "../browser/storage.js";

export default function ({ data }) {
  const { cookie, value } = JSON.parse(data.json);
  cookies.write(cookie, value);
}
