using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.Tests.Architecture;

public sealed class PageTests
{
    /// <summary>What anybody may open.</summary>
    private static readonly string[] Open = ["/sign-in", "/set-up", "/invitation", "/not-found", "/error"];

    [Fact]
    public void Pages_AskWhoIsThere()
    {
        var open =
            from page in typeof(Program).Assembly.GetTypes()
            from route in page.GetCustomAttributes<RouteAttribute>()
            where page.GetCustomAttribute<AuthorizeAttribute>() is null
            select route.Template;

        Faults.AssertNone(open.Except(Open, StringComparer.Ordinal));
    }

    [Fact]
    public void Pages_OfATenant_AskForARightInIt()
    {
        var pages =
            from page in typeof(Program).Assembly.GetTypes()
            from route in page.GetCustomAttributes<RouteAttribute>()
            where route.Template.StartsWith("/t/", StringComparison.Ordinal)
            select (route.Template, page.GetCustomAttribute<AuthorizeAttribute>()?.Policy);

        Assert.All(pages, page => Assert.StartsWith("tenant:", page.Policy, StringComparison.Ordinal));
    }

    /// <summary>A module that is fetched when it is first needed is not there while the network is away, and its error ends the circuit.</summary>
    [Fact]
    public void Scripts_AreLoadedWithThePage() => Faults.AssertNone(
        from path in SourceFiles.Product
        where path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)
        from line in SourceFiles.ReadLines(path)
        where line.Contains("IJSObjectReference", StringComparison.Ordinal)
        select $"{path}: {line.Trim()}");
}
