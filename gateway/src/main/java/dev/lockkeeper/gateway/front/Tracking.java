package dev.lockkeeper.gateway.front;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells a connection when its requests begin and end. */
final class Tracking extends Handler.Wrapper {

    Tracking(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        GuardedEndPoint connection = GuardedEndPoint.of(request);
        connection.begin(request.getConnectionMetaData().getHttpVersion().getVersion() >= 20);
        Request.addCompletionListener(request, failure -> connection.end());
        JsonErrors.secure(response);
        return super.handle(request, response, callback);
    }
}
