# For the tests, which start workerd itself. To deploy the worker, wrangler needs no such file.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "session.js", esModule = embed "session.js"),
    (name = "codat-commerce-picker/host", esModule = embed "node_modules/codat-commerce-picker/dist/host.js"),
  ],
  bindings = [
    (name = "CODAT_API_KEY", fromEnvironment = "CODAT_API_KEY"),
    (name = "CODAT_BASE_URL", fromEnvironment = "CODAT_BASE_URL"),
  ],
  compatibilityDate = "2026-04-01",
);
