import client.ApiClient;
import client.api.ConnectSessionsApi;
import client.api.ConnectionsApi;
import client.model.ConnectSession;
import client.model.NewConnectSession;
import client.model.NewEndUser;

public class Drive {
    public static void main(String[] args) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(args[0]);
        client.setRequestInterceptor(call -> call.header("Authorization", "Bearer " + args[1]));
        ConnectSessionsApi sessions = new ConnectSessionsApi(client);
        if (args[2].equals("invite")) {
            ConnectSession session =
                    sessions.createConnectSession(
                            new NewConnectSession()
                                    .connectorProfileId(args[3])
                                    .endUser(new NewEndUser().id("u1"))
                                    .returnUrl(args[4]));
            System.out.println(session.getId() + " " + session.getConnectUrl());
        } else {
            String connection = sessions.getConnectSession(args[3]).getConnectionId();
            ConnectionsApi connections = new ConnectionsApi(client);
            if (connections.getConnection(connection).getAccount().getId() == null) {
                throw new IllegalStateException("nobody knows who connected");
            }
            System.out.println(connections.getConnectionToken(connection, 60).getAccessToken());
        }
    }
}
