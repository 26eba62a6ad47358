declare module "htmx.org/dist/htmx.min.js";
