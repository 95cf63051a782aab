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

    // bUnit's own is a second, which a busy machine may take for one render
    [ModuleInitializer]
    internal static void OfComponents() => BunitContext.DefaultWaitTimeout = Wait;
}
