package dev.lockkeeper.bench.micro;

import dev.lockkeeper.guard.Assessment;
import dev.lockkeeper.guard.ResultVerdict;
import dev.lockkeeper.guard.text.Nested;
import dev.lockkeeper.reason.Reason;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One judge with the widest bounds that its settings take, before inputs of any size.
 *
 * @param what in the words of the results
 * @param longest of the inputs it judges, in characters; longer ones it refuses for their length
 * @param beyond how it refuses those; null where no bound comes before the largest size
 * @param questions the question for an input of so many characters
 */
public record Sized(String what, int longest, @Nullable Reason beyond, IntFunction<Question> questions) {

    /** A question to a judge about one input, that may be put again and again. */
    @FunctionalInterface
    public interface Question {

        /** What the judge says. */
        Object ask();
    }

    /** The largest size of which something is told, in characters. */
    public static final int LARGEST = 1_000_000;

    private static final int SMALLEST = 1_000;
    private static final int STEP = 10;

    /** All judges. */
    public static List<Sized> all() {
        return Stream.of(SizedArguments.all(), SizedTexts.all(), SizedAnswers.all())
                .flatMap(List::stream)
                .toList();
    }

    /** One that has no bound before the largest size. */
    static Sized of(String what, IntFunction<Question> questions) {
        return new Sized(what, LARGEST, null, questions);
    }

    /**
     * The sizes that are measured: each ten times the one before, then the longest input that is judged, and the largest
     * size in any case, which is refused where a bound comes first.
     */
    public List<Integer> sizes() {
        int last = 0;
        var sizes = Stream.<Integer>builder();
        for (int size = SMALLEST; size <= longest; size *= STEP) {
            sizes.add(size);
            last = size;
        }
        if (longest > last) {
            sizes.add(longest);
        }
        if (longest < LARGEST) {
            sizes.add(LARGEST);
        }
        return sizes.build().toList();
    }

    /** The code of the refusal of longer inputs; empty where there is none. */
    public String refusal() {
        return beyond == null ? "" : beyond.code();
    }

    /** How an input of so many characters is named as a parameter. */
    public String input(int characters) {
        return what + ": " + characters;
    }

    /** The question about an input that is named so, which was put once to see that the judge says what it should. */
    static Question question(String input) {
        int colon = input.lastIndexOf(": ");
        String what = input.substring(0, colon);
        int characters = Integer.parseInt(input.substring(colon + 2));
        Sized sized = all().stream()
                .filter(one -> one.what.equals(what))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing is called " + what));
        Question question = sized.questions.apply(characters);
        Object said = question.ask();
        if (refusal(said) != (characters > sized.longest ? sized.beyond : null)) {
            throw new IllegalStateException(input + " – " + said);
        }
        return question;
    }

    private static @Nullable Reason refusal(Object said) {
        return switch (said) {
            case Assessment.Unfit unfit -> unfit.reason();
            case ResultVerdict.Withhold withhold -> withhold.reason();
            case Nested.Unfolded unfolded when unfolded.tooDeep() -> Reason.NESTED_TOO_DEEP;
            default -> null;
        };
    }
}
