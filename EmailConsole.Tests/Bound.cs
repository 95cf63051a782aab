using System.Runtime.CompilerServices;
using Bunit;

namespace EmailConsole.Tests;

/// <summary>How long tests wait for a condition before they call it failed.</summary>
internal static class Bound
{
    /// <summary>Far beyond what anything takes, also on a busy machine: a test that passes never waits so long.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(60);

    /// <summary>What is done at once is done by then on a busy machine too; what waits for its next turn, its time limit or its pause is not.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    // A database or a server is asked
    private static readonly TimeSpan LookElsewhere = TimeSpan.FromMilliseconds(50);

    /// <summary>Ends once it is so.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="otherwise">What the failure tells besides.</param>
    /// <param name="most">Null: <see cref="Wait"/>.</param>
    /// <param name="expression">Of the condition.</param>
    public static Task UntilAsync(
        Func<Task<bool>> condition, Func<string>? otherwise = null, TimeSpan? most = null, [CallerArgumentExpression(nameof(condition))] string expression = "") =>
        PollAsync(condition, LookElsewhere, otherwise, most, expression);

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, Func{string}?, TimeSpan?, string)"/>
    public static Task UntilAsync(
        Func<bool> condition, Func<string>? otherwise = null, TimeSpan? most = null, [CallerArgumentExpression(nameof(condition))] string expression = "") =>
        PollAsync(() => Task.FromResult(condition()), Look, otherwise, most, expression);

    private static async Task PollAsync(Func<Task<bool>> condition, TimeSpan look, Func<string>? otherwise, TimeSpan? most, string expression)
    {
        using var bound = new CancellationTokenSource(most ?? Wait);
        using var poll = new PeriodicTimer(look);
        while (!await condition())
        {
            Assert.False(bound.IsCancellationRequested, $"It did not come to that: {expression}. {otherwise?.Invoke()}");
            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    // bUnit's own is a second, which a busy machine may take for one render
    [ModuleInitializer]
    internal static void OfComponents() => BunitContext.DefaultWaitTimeout = Wait;
}
