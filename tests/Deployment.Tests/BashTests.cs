using System.Text.RegularExpressions;

namespace Deployment.Tests;

/// <summary>The scripts run where bash is old: macOS has 3.2 and will never have a newer one.</summary>
public sealed partial class BashTests
{
    private static readonly IEnumerable<string> _scripts = Directory
        .EnumerateFiles(Manifests.Repository, "*.sh")
        .Concat(Directory.EnumerateFiles(Path.Combine(Manifests.Repository, "scripts"), "*.sh"))
        .Select(script => Path.GetRelativePath(Manifests.Repository, script));

    [TestCaseSource(nameof(_scripts))]
    public void A_script_needs_no_newer_bash_than_that_of_macOS(string script)
    {
        var text = File.ReadAllText(Path.Combine(Manifests.Repository, script));

        Assert.That(NotInBash32(text), Is.Empty);
    }

    [TestCaseSource(nameof(_scripts))]
    public void A_script_is_without_the_usual_mistakes(string script)
    {
        var (code, said) = Command.Run(Manifests.Repository, $"shellcheck -x -S warning {script}");
        Assume.That(code, Is.Not.EqualTo(127), "shellcheck is not installed.");

        Assert.That(code, Is.Zero, said);
    }

    [TestCase("declare -A seen")]
    [TestCase("local -n other=$1")]
    [TestCase("local -r -g x=1")]
    [TestCase("echo ${name,,} ${name^}")]
    [TestCase("echo ${name@Q}")]
    [TestCase("mapfile -t lines <file")]
    [TestCase("readarray -t lines <file")]
    [TestCase("make |& tee log")]
    [TestCase("make &>>log")]
    [TestCase("wait -n")]
    [TestCase("echo ${lines[-1]} ${name: -1:-1}")]
    [TestCase("printf '%(%F)T' -1")]
    [TestCase("coproc cat")]
    [TestCase("[[ -v name ]]")]
    [TestCase("read -t 0.5 line")]
    [TestCase("read -rN 1 key")]
    [TestCase("echo {01..10..2}")]
    [TestCase("exec {log}>file")]
    [TestCase("echo $BASHPID $EPOCHSECONDS")]
    [TestCase("shopt -s globstar")]
    [TestCase("case x in a) echo a ;;& esac")]
    [TestCase("found=()\nrm \"${found[@]}\"")]
    public void What_that_bash_lacks_is_found(string text) => Assert.That(NotInBash32(text), Is.Not.Empty);

    [TestCase("found=()\n((${#found[@]} == 0)) || rm \"${found[@]}\"")]
    [TestCase("found=()\nrm ${found[@]+\"${found[@]}\"}")]
    [TestCase("engine=()\nengine=(docker compose)\n\"${engine[@]}\" up")]
    [TestCase("local -r name=${1:-}\necho \"${name%.sh}\" # mapfile would be newer")]
    public void What_it_has_is_not(string text) => Assert.That(NotInBash32(text), Is.Empty);

    private static IEnumerable<string> NotInBash32(string text)
    {
        var code = Comment().Replace(text, "");
        return Newer().Matches(code).Select(match => match.Value).Concat(UnboundWhenEmpty(code));
    }

    /// <summary>
    /// Arrays that begin empty and are expanded without a look at their length: with set -u that ends a script before
    /// bash 4.4.
    /// </summary>
    private static IEnumerable<string> UnboundWhenEmpty(string code) =>
        from name in EmptyArray().Matches(code).Select(match => match.Groups["name"].Value).Distinct()
        where !Regex.IsMatch(code, $@"\b{name}=\((?!\)|""\$@)")
        let guarded = $@"\$\{{#{name}\[@\]\}}.*\n?.*|\$\{{{name}\[@\]\+""\S*"
        let unguarded = Regex.Replace(code, guarded, "")
        where unguarded.Contains($"${{{name}[@]", StringComparison.Ordinal)
        select $"\"${{{name}[@]}}\"";

    [GeneratedRegex(@"(^|\s)#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(
        """
        \b(declare|local|typeset)(\s+-\w+)*\s+-\w*[Ang] | \b(mapfile|readarray|coproc|globstar|lastpipe)\b | \bwait\s+-n
        | \$\{!?\w+(\[[^\]]*\])?(,|\^|@[A-Za-z]\}) | \[-\d+\] | \$\{\w+:[^}]*:\s*-\d | \|& | &>> | ;;?&\s | %\(\S*\)T
        | \[\[\s+(!\s+)?-v\b | \bread\s[^|;]*-t\s*\d*\.\d | \bread\s+(-\w+\s+)*-\w*N | \{\w+\.\.\w+\.\.\w+\}
        | \bexec\s+\{\w+\} | \$\{?(BASHPID|EPOCH\w+|SRANDOM)\b
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Newer();

    [GeneratedRegex(@"\b(?<name>\w+)=\(\)")]
    private static partial Regex EmptyArray();
}
