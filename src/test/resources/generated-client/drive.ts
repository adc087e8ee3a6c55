import { ConnectionsApi, ConnectSessionsApi, Configuration } from './index';

declare const process: { argv: string[]; exit(code: number): void };

async function main() {
  const [server, key, what, ...rest] = process.argv.slice(2);
  const configuration = new Configuration({ basePath: server, accessToken: key });
  const sessions = new ConnectSessionsApi(configuration);
  if (what === 'invite') {
    const session = await sessions.createConnectSession({
      newConnectSession: { connectorProfileId: rest[0], endUser: { id: 'u1' }, returnUrl: rest[1] },
    });
    console.log(session.id, session.connectUrl);
  } else {
    const { connectionId } = await sessions.getConnectSession({ id: rest[0] });
    const connections = new ConnectionsApi(configuration);
    const connection = await connections.getConnection({ id: connectionId! });
    if (!connection.account.id) throw new Error('nobody knows who connected');
    console.log((await connections.getConnectionToken({ id: connectionId! })).accessToken);
  }
}

main().catch(error => { console.error(error); process.exit(1); });
