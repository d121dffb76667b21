package dev.lockkeeper.gateway.front;

import dev.lockkeeper.mcp.Message;
import dev.lockkeeper.mcp.Notification;
import dev.lockkeeper.mcp.Request;
import dev.lockkeeper.mcp.Response;
import dev.lockkeeper.mcp.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

/** The messages of one batch on their way: requests at once, notifications and answers in their order. */
final class Batch {

    private Batch() {}

    /**
     * Hands over every message and waits for the answers. Interrupting the thread interrupts who waits for them, and
     * leaves it interrupted.
     *
     * @param ask has a request answered; empty where it gets no answer
     * @param tell hands over what asks for nothing
     * @return the answers, in the order of their requests
     */
    static List<Wire> handle(List<Message> messages, Function<Request, Optional<Wire>> ask, Consumer<Message> tell) {
        List<FutureTask<Optional<Wire>>> asked = new ArrayList<>();
        try {
            for (Message message : messages) {
                switch (message) {
                    case Request request -> {
                        var answer = new FutureTask<>(() -> ask.apply(request));
                        asked.add(answer);
                        Thread.ofVirtual().name("batch").start(answer);
                    }
                    case Notification notice -> tell.accept(notice);
                    case Response answer -> tell.accept(answer);
                }
            }
            List<Wire> answers = new ArrayList<>();
            for (FutureTask<Optional<Wire>> answer : asked) {
                answer.get().ifPresent(answers::add);
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request of a batch failed", e);
        } finally {
            asked.forEach(answer -> answer.cancel(true));
        }
    }

    static long requests(List<Message> messages) {
        return messages.stream().filter(message -> message instanceof Request).count();
    }
}
