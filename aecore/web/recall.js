// Tells a server that has forgotten the visitor what the tab kept of him, and keeps what he has now.

export default function ({ data, setTriggerValue }) {
  const { ask, keep, cookie } = JSON.parse(data.json);
  if (ask) setTriggerValue("told", storage.read(kept.name) ?? "");
  if (!keep) return;
  storage.write(kept.name, JSON.stringify(keep));
  cookies.write(cookie, "1");
}
