// Keeps who the visitor is in a cookie, for a reload to come back to his runs.

export default function ({ data }) {
  const { cookie, value } = JSON.parse(data.json);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${cookie}=${value}; Path=/; SameSite=Strict${secure}`;
}
