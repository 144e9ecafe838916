// Cookies that end with the browser, for this site alone, where it takes any.

export const cookies = {
  write(name, value) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    try {
      document.cookie = `${name}=${value}; Path=/; SameSite=Strict${secure}`;
    } catch {
      // site data are blocked
    }
  },
};
