package dev.lockkeeper.gateway.front;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A listener that bounds how many connections there are and how long each may wait for a request. */
final class GuardedConnector extends ServerConnector {

    private static final long SWEEP_MILLIS = 100;

    private final int most;
    private final int mostPerAddress;
    private final long headerNanos;
    private final long idleNanos;
    private final Set<GuardedEndPoint> connections = new HashSet<>();
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private final Map<GuardedEndPoint, InetAddress> addresses = new HashMap<>();

    /** @param mostPerAddress 0 for no bound */
    GuardedConnector(
            Server server,
            int most,
            int mostPerAddress,
            Duration headerTimeout,
            Duration idleTimeout,
            ConnectionFactory... factories) {
        super(server, 1, 1, factories);
        this.most = most;
        this.mostPerAddress = mostPerAddress;
        this.headerNanos = headerTimeout.toNanos();
        this.idleNanos = idleTimeout.toNanos();
        setIdleTimeout(idleTimeout.toMillis());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        scheduleSweep();
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key)
            throws IOException {
        var endPoint = new GuardedEndPoint(channel, selector, key, getScheduler(), this);
        InetAddress address = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
        synchronized (connections) {
            int same = perAddress.getOrDefault(address, 0);
            if (connections.size() >= most || mostPerAddress > 0 && same >= mostPerAddress) {
                throw new IOException("too many connections");
            }
            connections.add(endPoint);
            addresses.put(endPoint, address);
            perAddress.put(address, same + 1);
        }
        return endPoint;
    }

    void released(GuardedEndPoint endPoint) {
        synchronized (connections) {
            connections.remove(endPoint);
            InetAddress address = addresses.remove(endPoint);
            if (address != null) {
                perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    private void scheduleSweep() {
        getScheduler().schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        GuardedEndPoint[] now;
        synchronized (connections) {
            now = connections.toArray(GuardedEndPoint[]::new);
        }
        long nanos = System.nanoTime();
        for (GuardedEndPoint endPoint : now) {
            try {
                endPoint.sweep(nanos, headerNanos, idleNanos);
            } catch (RuntimeException e) {
                // One connection's trouble is not the others'.
                endPoint.close();
            }
        }
        if (isRunning()) {
            scheduleSweep();
        }
    }
}
