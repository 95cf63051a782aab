namespace EmailConsole.Deployment;

/// <summary>The watched <c>deployment.toml</c>.</summary>
public interface IDeploymentFile
{
    /// <summary>The newest reading, broken or not. Read before anything is started; never null.</summary>
    DeploymentSnapshot Current { get; }

    /// <summary>Calls <paramref name="changed"/> for every later reading, in order, until disposed.</summary>
    IDisposable Subscribe(Action<DeploymentSnapshot> changed);
}
