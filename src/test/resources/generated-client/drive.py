import sys

import lanyard_client
from lanyard_client import ConnectionsApi, ConnectSessionsApi, NewConnectSession, NewEndUser

server, key, what, *rest = sys.argv[1:]
client = lanyard_client.ApiClient(lanyard_client.Configuration(host=server, access_token=key))
sessions = ConnectSessionsApi(client)
if what == "invite":
    session = sessions.create_connect_session(
        NewConnectSession(connector_profile_id=rest[0], end_user=NewEndUser(id="u1"), return_url=rest[1]))
    print(session.id, session.connect_url)
else:
    connection = sessions.get_connect_session(rest[0]).connection_id
    connections = ConnectionsApi(client)
    assert connections.get_connection(connection).account.id
    print(connections.get_connection_token(connection).access_token)
