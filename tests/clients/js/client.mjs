// Makes one call with the AWS SDK for JavaScript. The only argument is {endpoint, operation, parameters, maxAttempts}. Prints
// {answer} or {error, message}; exits with 1 if there is no response from a service.
import * as sdk from "@aws-sdk/client-iot-jobs-data-plane";

const { endpoint, operation, parameters, maxAttempts } = JSON.parse(process.argv[2]);
const client = new sdk.IoTJobsDataPlaneClient({ endpoint, ...(maxAttempts ? { maxAttempts } : {}) });
try {
  const { $metadata, ...answer } = await client.send(new sdk[`${operation}Command`](parameters));
  console.log(JSON.stringify({ answer }));
} catch (error) {
  if (!(error instanceof sdk.IoTJobsDataPlaneServiceException)) {
    throw error;
  }
  // The error must also have the class of that name: programs catch classes.
  const modelled = !(error.name in sdk) || error instanceof sdk[error.name];
  const name = modelled ? error.name : `${error.name} as ${error.constructor.name}`;
  console.log(JSON.stringify({ error: name, message: error.message }));
} finally {
  client.destroy();
}
