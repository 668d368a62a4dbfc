"use strict";
// Before all else on a page: whatever goes wrong is written down.
window.faults = [];
addEventListener("error", (event) => window.faults.push(String(event.message || event.target.src || event.target.href)), true);
addEventListener("unhandledrejection", (event) => window.faults.push(String(event.reason)));
addEventListener("securitypolicyviolation", (event) => window.faults.push("policy: " + event.violatedDirective + " " + event.blockedURI));
console.error = (...what) => window.faults.push(what.join(" "));
console.warn = console.error;
