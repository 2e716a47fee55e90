// Validates the Kubernetes manifests in ci/examples against the schemas of the Kubernetes API (npm kubernetes-models). A
// member that the schema does not have is an error too, as with `kubectl apply --validate=strict`.
// usage: node validate.mjs FILE…
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseAllDocuments } from "yaml";
import { validate as validateDeployment } from "kubernetes-models/_schemas/IoK8sApiAppsV1Deployment";
import { validate as validateStatefulSet } from "kubernetes-models/_schemas/IoK8sApiAppsV1StatefulSet";
import { validate as validateJob } from "kubernetes-models/_schemas/IoK8sApiBatchV1Job";
import { validate as validateService } from "kubernetes-models/_schemas/IoK8sApiCoreV1Service";

const kinds = {
  "batch/v1 Job": validateJob,
  "apps/v1 Deployment": validateDeployment,
  "apps/v1 StatefulSet": validateStatefulSet,
  "v1 Service": validateService,
};

/** A view of the value that removes from `unread` the path of each member that someone reads. */
function watched(value, path, unread) {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const children = new Map();
  for (const [name, member] of Object.entries(value)) {
    unread.add(`${path}/${name}`);
    children.set(name, watched(member, `${path}/${name}`, unread));
  }
  return new Proxy(value, {
    get(target, name) {
      unread.delete(`${path}/${String(name)}`);
      return children.has(name) ? children.get(name) : target[name];
    },
  });
}

/** The reason why the manifest is invalid, or nothing. The validator ignores unknown members: they are those that it
 *  never reads. */
function problem(manifest) {
  const validate = kinds[`${manifest.apiVersion} ${manifest.kind}`];
  if (!validate) {
    return `unknown kind: ${manifest.apiVersion} ${manifest.kind}`;
  }
  const unread = new Set();
  if (!validate(watched(manifest, "", unread))) {
    return JSON.stringify(validate.errors[0]);
  }
  return unread.size === 0 ? undefined : `unknown members: ${[...unread].join(" ")}`;
}

/** Whether the validator finds a wrong value in a copy of the manifest. */
function finds(manifest, change) {
  const copy = structuredClone(manifest);
  change(copy);
  return problem(copy) !== undefined;
}

const files = process.argv.slice(2);
let failed = files.length === 0;
for (const file of files) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"), { strict: true })) {
    const manifest = document.toJS();
    const found = document.errors[0]?.message ?? problem(manifest);
    console.log(`${basename(file)}: ${manifest.kind} ${manifest.metadata.name}: ${found ?? "valid"}`);
    failed ||= found !== undefined;
    if (!finds(manifest, (copy) => (copy.spec = "text")) || !finds(manifest, (copy) => (copy.spec.unknownMember = 1))) {
      console.log("the validator accepts a wrong spec");
      failed = true;
    }
  }
}
process.exit(failed ? 1 : 0);
