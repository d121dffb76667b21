package dev.lockkeeper.embed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import dev.lockkeeper.testing.Checkout;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Whoever embeds the engine reads what a type or a method means, and need not guess. */
class PublicApiTest {

    private static final Path SOURCE = Checkout.root().resolve("core/src/main/java/dev/lockkeeper");
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    @Test
    void every_public_type_and_method_of_guards_policy_and_embedding_says_what_it_means() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("guard", "policy", "embed")) {
            try (Stream<Path> tree = Files.walk(SOURCE.resolve(folder))) {
                tree.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
        assertThat(files).hasSizeGreaterThan(100);
        try (StandardJavaFileManager manager = COMPILER.getStandardFileManager(null, null, null)) {
            assertThat(silent(manager, manager.getJavaFileObjectsFromPaths(files)))
                    .isEmpty();
        }
    }

    @Test
    void what_says_nothing_is_found() throws IOException {
        String text = """
                /** Said. */
                public interface Some {
                    /** Said. */
                    void said();
                    void silent();
                    record Silent(int one) {
                        public Silent {}
                        @Override public String toString() { return ""; }
                        public static Silent of() { return null; }
                        int hidden() { return 1; }
                    }
                }
                class Hidden { public void hidden() {} }
                """;
        var file = new SimpleJavaFileObject(Path.of("Some.java").toUri(), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean lenient) {
                return text;
            }
        };
        try (StandardJavaFileManager manager = COMPILER.getStandardFileManager(null, null, null)) {
            assertThat(silent(manager, List.of(file))).containsExactlyInAnyOrder("Some.silent", "Silent", "Silent.of");
        }
    }

    private static List<String> silent(StandardJavaFileManager manager, Iterable<? extends JavaFileObject> files)
            throws IOException {
        var task = (JavacTask) COMPILER.getTask(new StringWriter(), manager, null, List.of("-proc:none"), null, files);
        var scanner = new Scanner(DocTrees.instance(task));
        for (CompilationUnitTree unit : task.parse()) {
            scanner.scan(unit, null);
        }
        return scanner.silent;
    }

    /** What is public, or a member of an interface, and has no comment. */
    private static final class Scanner extends TreePathScanner<Void, Void> {

        private final DocTrees docs;
        private final List<String> silent = new ArrayList<>();

        Scanner(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (!isPublic(type.getModifiers())) {
                return null;
            }
            note(type.getSimpleName().toString());
            return super.visitClass(type, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            var owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            // The components of a record are told at the record.
            boolean checks = owner.getKind() == Tree.Kind.RECORD
                    && method.getName().contentEquals("<init>")
                    && components(owner) == method.getParameters().size();
            boolean bare = method.getName().contentEquals("<init>")
                    && method.getParameters().isEmpty();
            if (isPublic(method.getModifiers()) && !overrides && !checks && !bare) {
                note(owner.getSimpleName() + "." + method.getName());
            }
            return null;
        }

        private static long components(ClassTree type) {
            return type.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .map(VariableTree.class::cast)
                    .filter(member -> !member.getModifiers().getFlags().contains(Modifier.STATIC))
                    .count();
        }

        private boolean isPublic(ModifiersTree modifiers) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            return modifiers.getFlags().contains(Modifier.PUBLIC)
                    || parent.getKind() == Tree.Kind.INTERFACE
                            && !modifiers.getFlags().contains(Modifier.PRIVATE);
        }

        private void note(String name) {
            if (docs.getDocComment(getCurrentPath()) == null) {
                silent.add(name);
            }
        }
    }
}
